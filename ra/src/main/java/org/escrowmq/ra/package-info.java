/**
 * The Jakarta Connectors resource adapter: life cycle, the {@link org.escrowmq.ra.MessagingProvider} port to the
 * messaging provider, and what the inbound and the outbound side share.
 *
 * <p>Written against {@code jakarta.jms} and {@code jakarta.resource}. Only {@code EmbeddedProvider} knows what stands
 * behind the port.
 */
package org.escrowmq.ra;
