/**
 * The way in (Connectors 13, Messaging 13): message-driven beans.
 *
 * <p>An {@link org.escrowmq.ra.inbound.EndpointActivation} keeps one connection with several
 * {@code EndpointSession}s; each waits for a message without a thread and delivers it in a {@code Work} of the
 * server's. How many there are follows the load, whether they may deliver the {@code CircuitBreaker}, which operators
 * see and steer in JMX.
 */
package org.escrowmq.ra.inbound;
