package org.escrowmq.remote;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import org.escrowmq.EscrowXAConnection;
import org.escrowmq.jms.ConnectionContext;
import org.escrowmq.jms.JmsRuntimeErrors;
import org.escrowmq.jms.XAConnectionContext;

/**
 * Creates connections and contexts to remote brokers, each to one of them: the classic, the simplified and the
 * domain-specific factories of Jakarta Messaging and their XA variants in one. Get it from
 * {@link RemoteBroker#connectionFactory()}.
 *
 * <p>Immutable and safe for use by several threads. What it creates belongs to the caller, who closes it.
 */
public final class RemoteConnectionFactory implements ConnectionFactory, QueueConnectionFactory,
        TopicConnectionFactory, XAConnectionFactory, XAQueueConnectionFactory, XATopicConnectionFactory {

    private final RemoteBroker broker;

    RemoteConnectionFactory(RemoteBroker broker) {
        this.broker = broker;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return createConnection(null, null);
    }

    @Override
    public Connection createConnection(String userName, String password) throws JMSException {
        return broker.onOneBroker(factory -> factory.createConnection(userName, password));
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return createQueueConnection(null, null);
    }

    @Override
    public QueueConnection createQueueConnection(String userName, String password) throws JMSException {
        return broker.onOneBroker(factory -> factory.createQueueConnection(userName, password));
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return createTopicConnection(null, null);
    }

    @Override
    public TopicConnection createTopicConnection(String userName, String password) throws JMSException {
        return broker.onOneBroker(factory -> factory.createTopicConnection(userName, password));
    }

    @Override
    public EscrowXAConnection createXAConnection() throws JMSException {
        return createXAConnection(null, null);
    }

    @Override
    public EscrowXAConnection createXAConnection(String userName, String password) throws JMSException {
        return broker.onOneBroker(factory -> factory.createXAConnection(userName, password));
    }

    @Override
    public XAQueueConnection createXAQueueConnection() throws JMSException {
        return createXAQueueConnection(null, null);
    }

    @Override
    public XAQueueConnection createXAQueueConnection(String userName, String password) throws JMSException {
        return broker.onOneBroker(factory -> factory.createXAQueueConnection(userName, password));
    }

    @Override
    public XATopicConnection createXATopicConnection() throws JMSException {
        return createXATopicConnection(null, null);
    }

    @Override
    public XATopicConnection createXATopicConnection(String userName, String password) throws JMSException {
        return broker.onOneBroker(factory -> factory.createXATopicConnection(userName, password));
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
                () -> broker.onOneBroker(factory ->
                        XAConnectionContext.open(factory.createXAConnection(userName, password))));
    }
}
