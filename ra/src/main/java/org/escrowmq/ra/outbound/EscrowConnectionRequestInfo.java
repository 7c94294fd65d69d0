package org.escrowmq.ra.outbound;

import jakarta.jms.Session;
import jakarta.resource.spi.ConnectionRequestInfo;
import org.escrowmq.ra.Credentials;

/**
 * What distinguishes one managed connection from another (Connectors 6.5.1.2). Immutable; equal by value, so that a
 * server can pool by it.
 *
 * @param credentials who connects
 * @param clientId the client identifier of the physical connection, or null
 * @param sessionMode how the session works outside of JTA: {@link Session#SESSION_TRANSACTED} or an acknowledge mode
 */
public record EscrowConnectionRequestInfo(Credentials credentials, String clientId, int sessionMode)
        implements ConnectionRequestInfo {

    boolean transacted() {
        return sessionMode == Session.SESSION_TRANSACTED;
    }

    @Override
    public String toString() {
        return credentials + (clientId == null ? "" : ", client id " + clientId) + ", session mode " + sessionMode;
    }
}
