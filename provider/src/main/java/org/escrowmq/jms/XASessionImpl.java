package org.escrowmq.jms;

import jakarta.jms.JMSException;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicSession;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XATopicSession;
import java.util.Optional;
import javax.transaction.xa.XAResource;
import org.escrowmq.EscrowXASession;
import org.escrowmq.transaction.EscrowXAResource;
import org.escrowmq.transaction.TransactionContext;

/**
 * A session whose work belongs to the XA branch that its XAResource is associated with (specification 11.3.3), and
 * while it is with none, to the session's own mode.
 */
public final class XASessionImpl extends EscrowSession implements EscrowXASession, XAQueueSession, XATopicSession {

    private final EscrowXAResource resource;

    XASessionImpl(EscrowConnection connection, SessionMode mode) throws JMSException {
        super(connection, mode);
        this.resource = connection.settings().branches().sessionResource(this);
    }

    @Override
    public Session getSession() throws JMSException {
        checkOpen();
        return this;
    }

    @Override
    public QueueSession getQueueSession() throws JMSException {
        connectionDomain().requireQueues("getQueueSession");
        checkOpen();
        return this;
    }

    @Override
    public TopicSession getTopicSession() throws JMSException {
        connectionDomain().requireTopics("getTopicSession");
        checkOpen();
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return resource;
    }

    @Override
    public Optional<Runnable> holdBack() {
        return resource.holdBack();
    }

    @Override
    public boolean getTransacted() throws JMSException {
        checkOpen();
        return true;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        checkOpen();
        return Session.SESSION_TRANSACTED;
    }

    @Override
    public void commit() throws JMSException {
        refuseInBranch("commit");
        super.commit();
    }

    @Override
    public void rollback() throws JMSException {
        refuseInBranch("rollback");
        super.rollback();
    }

    @Override
    TransactionContext association() {
        return resource.association();
    }

    private void refuseInBranch(String method) throws JMSException {
        checkOpen();
        if (association() != null || !mode().isTransacted()) {
            throw new TransactionInProgressException(
                    method + " of an XASession is up to the transaction manager (Messaging 11.3.3)");
        }
    }
}
