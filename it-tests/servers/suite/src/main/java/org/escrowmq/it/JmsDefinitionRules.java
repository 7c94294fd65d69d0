package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.transaction.UserTransaction;
import org.escrowmq.it.app.Destinations;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messaging's own definitions of resources, served by this adapter (Messaging 12.5, 12.6). */
@ExtendWith(ArquillianExtension.class)
abstract class JmsDefinitionRules {

    private static final long ARRIVES_MILLIS = 10_000;
    private static final long STAYS_AWAY_MILLIS = 500;

    private final String id = InServer.newId();

    @Test
    void definedQueueIsTheQueueOfItsName() throws JMSException {
        Queue queue = InServer.lookup(Destinations.JMS_QUEUE, Queue.class);
        assertThat(queue.getQueueName()).isEqualTo("it.jms-defined");
        assertReceives(queue);
    }

    @Test
    void definedTopicIsTheTopicOfItsName() throws JMSException {
        Topic topic = InServer.lookup(Destinations.JMS_TOPIC, Topic.class);
        assertThat(topic.getTopicName()).isEqualTo("it.jms-defined-topic");
        assertReceives(topic);
    }

    @Test
    void definedConnectionFactoryIsThatOfTheAdapter() throws JMSException {
        try (JMSContext context = factory().createContext()) {
            assertThat(context.getMetaData().getJMSProviderName()).isEqualTo("EscrowMQ");
        }
    }

    @Test
    void definedConnectionFactoryTakesPartInJta() throws Exception {
        Queue queue = InServer.lookup(Destinations.JMS_QUEUE, Queue.class);
        UserTransaction transaction = InServer.lookup("java:comp/UserTransaction", UserTransaction.class);
        transaction.begin();
        try (JMSContext context = factory().createContext()) {
            context.createProducer().send(queue, id);
        } finally {
            transaction.rollback();
        }

        try (JMSContext context = factory().createContext()) {
            assertThat(context.createConsumer(queue).receive(STAYS_AWAY_MILLIS)).isNull();
        }
    }

    private void assertReceives(Destination destination) {
        try (JMSContext context = factory().createContext()) {
            JMSConsumer consumer = context.createConsumer(destination);
            context.createProducer().send(destination, id);
            assertThat(consumer.receiveBody(String.class, ARRIVES_MILLIS)).isEqualTo(id);
        }
    }

    private static ConnectionFactory factory() {
        return InServer.lookup(Destinations.JMS_FACTORY, ConnectionFactory.class);
    }
}
