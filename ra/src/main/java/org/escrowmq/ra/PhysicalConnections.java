package org.escrowmq.ra;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;

/**
 * Opens physical connections. They outlive the application on whose thread they are opened, so they must not pick up
 * its class loader: a provider may keep the context class loader for threads of its own.
 */
public final class PhysicalConnections {

    private PhysicalConnections() { }

    /** How one of the provider's factories opens a connection that is not for XA. */
    @FunctionalInterface
    public interface PlainFactory {
        /** Opens it. */
        Connection open(XAConnectionFactory provided, Credentials credentials) throws JMSException;
    }

    /**
     * Opens a connection for an application that no server manages; the caller closes it.
     *
     * @param clientId the client identifier, or null
     */
    public static Connection openDirectly(MessagingProvider provider, Credentials credentials, PlainFactory factory,
            String clientId) throws JMSException {
        Connection connection = factory.open(provider.connectionFactory(), credentials);
        try {
            if (clientId != null) {
                connection.setClientID(clientId);
            }
            return connection;
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens a connection with the adapter's own class loader as context class loader; the caller closes it. */
    public static XAConnection open(MessagingProvider provider, Credentials credentials) throws JMSException {
        Thread thread = Thread.currentThread();
        ClassLoader ofCaller = thread.getContextClassLoader();
        thread.setContextClassLoader(PhysicalConnections.class.getClassLoader());
        try {
            return provider.connectionFactory().createXAConnection(credentials.userName(), credentials.password());
        } finally {
            thread.setContextClassLoader(ofCaller);
        }
    }
}
