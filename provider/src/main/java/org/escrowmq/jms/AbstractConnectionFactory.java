package org.escrowmq.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnectionFactory;

/**
 * The classic, the simplified and the domain-specific factories of Jakarta Messaging and their XA variants in one, for
 * whatever can open a connection. As safe for threads as that is.
 */
public abstract class AbstractConnectionFactory implements ConnectionFactory, QueueConnectionFactory,
        TopicConnectionFactory, XAConnectionFactory, XAQueueConnectionFactory, XATopicConnectionFactory {

    /** Opens a connection, which belongs to the caller; user and password may be null. */
    protected abstract EscrowConnection connect(String userName, String password, Domain domain) throws JMSException;

    /** Opens a connection for XA, which belongs to the caller; user and password may be null. */
    protected abstract XAConnectionImpl connectXA(String userName, String password, Domain domain) throws JMSException;

    @Override
    public EscrowConnection createConnection() throws JMSException {
        return createConnection(null, null);
    }

    @Override
    public EscrowConnection createConnection(String userName, String password) throws JMSException {
        return connect(userName, password, Domain.COMMON);
    }

    @Override
    public EscrowConnection createQueueConnection() throws JMSException {
        return createQueueConnection(null, null);
    }

    @Override
    public EscrowConnection createQueueConnection(String userName, String password) throws JMSException {
        return connect(userName, password, Domain.QUEUE);
    }

    @Override
    public EscrowConnection createTopicConnection() throws JMSException {
        return createTopicConnection(null, null);
    }

    @Override
    public EscrowConnection createTopicConnection(String userName, String password) throws JMSException {
        return connect(userName, password, Domain.TOPIC);
    }

    @Override
    public XAConnectionImpl createXAConnection() throws JMSException {
        return createXAConnection(null, null);
    }

    @Override
    public XAConnectionImpl createXAConnection(String userName, String password) throws JMSException {
        return connectXA(userName, password, Domain.COMMON);
    }

    @Override
    public XAConnectionImpl createXAQueueConnection() throws JMSException {
        return createXAQueueConnection(null, null);
    }

    @Override
    public XAConnectionImpl createXAQueueConnection(String userName, String password) throws JMSException {
        return connectXA(userName, password, Domain.QUEUE);
    }

    @Override
    public XAConnectionImpl createXATopicConnection() throws JMSException {
        return createXATopicConnection(null, null);
    }

    @Override
    public XAConnectionImpl createXATopicConnection(String userName, String password) throws JMSException {
        return connectXA(userName, password, Domain.TOPIC);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext(null, null, sessionMode);
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        return createContext(userName, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        return JmsRuntimeErrors.translate(
                () -> ConnectionContext.open(createConnection(userName, password), sessionMode));
    }

    @Override
    public XAJMSContext createXAContext() {
        return createXAContext(null, null);
    }

    @Override
    public XAJMSContext createXAContext(String userName, String password) {
        return JmsRuntimeErrors.translate(
                () -> XAConnectionContext.open(createXAConnection(userName, password)));
    }
}
