package org.escrowmq.jms;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XASession;
import javax.transaction.xa.XAResource;

/** A context whose session can take part in XA transactions (specification 11.3.4). */
public final class XAConnectionContext extends ConnectionContext implements XAJMSContext {

    private final XAConnection connection;

    private XAConnectionContext(XAConnection connection) {
        super(connection, AUTO_ACKNOWLEDGE);
        this.connection = connection;
    }

    /** Puts a context on a connection. */
    public static XAJMSContext open(XAConnection connection) {
        return new XAConnectionContext(connection);
    }

    @Override
    Session openSession() throws JMSException {
        return connection.createXASession();
    }

    @Override
    public JMSContext getContext() {
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return JmsRuntimeErrors.translate(() -> ((XASession) session()).getXAResource());
    }
}
