/**
 * The engine that stores messages, behind the {@link org.escrowmq.broker.Broker} port.
 *
 * <p>The rules of Jakarta Messaging live in {@code org.escrowmq.jms} and {@code org.escrowmq.transaction} and see
 * only the interfaces of this package. {@code EmbeddedBroker} and its neighbours, also in this package, are the only
 * code of the project that knows the Artemis server.
 */
package org.escrowmq.broker;
