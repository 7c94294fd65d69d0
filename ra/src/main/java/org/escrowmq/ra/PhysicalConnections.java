package org.escrowmq.ra;

import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;

/**
 * Opens physical connections. They outlive the application on whose thread they are opened, so they must not pick up
 * its class loader: a provider may keep the context class loader for threads of its own.
 */
public final class PhysicalConnections {

    private PhysicalConnections() { }

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
