/**
 * The rules of Jakarta Messaging 3.1 as tests, arranged by the sections of its specification and written against its
 * API alone. Each test class covers a section or two ({@link org.escrowmq.conformance.Section}); each test's name is
 * the rule that it checks.
 *
 * <p>The provider is any {@code Supplier<ConnectionFactory>} with a public constructor without parameters, named by the
 * system property {@code conformance.provider}. Queues and topics are made by {@code Session.createQueue} and
 * {@code createTopic}, so it must create destinations when they are first used.
 * {@link org.escrowmq.conformance.SectionReport} writes what was found to {@code conformance-<provider>.md}.
 */
package org.escrowmq.conformance;
