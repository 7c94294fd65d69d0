/**
 * The way out (Connectors 6, Messaging 12): connection factory, handles for the application, managed connections for
 * the server's pool.
 *
 * <p>The unit of pooling is a session: a {@link org.escrowmq.ra.outbound.ConnectionHandle} is light, and each of its
 * sessions is a {@link org.escrowmq.ra.outbound.SessionHandle} on an
 * {@link org.escrowmq.ra.outbound.EscrowManagedConnection} that the server hands out, enlists and takes back.
 */
package org.escrowmq.ra.outbound;
