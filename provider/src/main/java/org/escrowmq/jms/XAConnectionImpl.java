package org.escrowmq.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicSession;
import org.escrowmq.EscrowXAConnection;
import org.escrowmq.broker.BrokerConnection;

/** A connection whose sessions can take part in XA transactions (specification 11.3.2). */
public final class XAConnectionImpl extends EscrowConnection
        implements EscrowXAConnection, XAQueueConnection, XATopicConnection {

    /** Takes over a connection of the broker's; closing this closes it. */
    public XAConnectionImpl(BrokerConnection broker, ConnectionSettings settings, Domain domain) {
        super(broker, settings, domain);
    }

    @Override
    public XASessionImpl createXASession() throws JMSException {
        return createXASession(false, Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public XASessionImpl createXASession(boolean transacted, int acknowledgeMode) throws JMSException {
        checkOpen();
        int mode = transacted ? Session.SESSION_TRANSACTED : checkUntransacted(acknowledgeMode);
        return open(new XASessionImpl(this, SessionMode.of(mode, settings().broker())));
    }

    @Override
    public XAQueueSession createXAQueueSession() throws JMSException {
        domain().requireQueues("createXAQueueSession");
        return createXASession();
    }

    @Override
    public XATopicSession createXATopicSession() throws JMSException {
        domain().requireTopics("createXATopicSession");
        return createXASession();
    }
}
