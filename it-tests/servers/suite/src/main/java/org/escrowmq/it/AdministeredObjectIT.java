package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import org.escrowmq.it.app.Destinations;
import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.LimitedOn;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the resource adapter puts into JNDI. */
@Capability("administered objects and the connection factory in JNDI")
@ExtendWith(ArquillianExtension.class)
class AdministeredObjectIT {

    private static final long ARRIVES_MILLIS = 10_000;
    private static final String NOT_BOUND =
            "nothing of a RAR is bound by itself; the application brings or defines a connection factory";

    @Deployment
    static Archive<?> application() {
        return Deployments.application(AdministeredObjectIT.class);
    }

    @Test
    @LimitedOn(server = "liberty", reason = "what a RAR says of a connection factory is bound nowhere by itself; the"
            + " server's configuration or the application has to define one")
    @LimitedOn(server = "glassfish", reason = NOT_BOUND)
    @LimitedOn(server = "payara", reason = NOT_BOUND)
    void connectionFactoryIsBoundWithNoServerConfiguration() throws JMSException {
        ConnectionFactory factory = InServer.lookup(Destinations.CONNECTION_FACTORY, ConnectionFactory.class);
        try (JMSContext context = factory.createContext()) {
            assertThat(context.getMetaData().getJMSMajorVersion()).isEqualTo(3);
        }
    }

    @Test
    void definedQueueIsTheQueueOfItsName() throws JMSException {
        Queue defined = InServer.lookup(Destinations.MANUAL, Queue.class);
        assertThat(defined.getQueueName()).isEqualTo("it.manual");
        try (JMSContext context = factory().createContext()) {
            String text = InServer.newId();
            context.createProducer().send(defined, text);
            JMSConsumer consumer = context.createConsumer(context.createQueue("it.manual"));
            assertThat(consumer.receiveBody(String.class, ARRIVES_MILLIS)).isEqualTo(text);
        }
    }

    @Test
    void definedTopicIsTheTopicOfItsName() throws JMSException {
        Topic defined = InServer.lookup(Destinations.EVENTS, Topic.class);
        assertThat(defined.getTopicName()).isEqualTo("it.events");
        try (JMSContext context = factory().createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createTopic("it.events"));
            String text = InServer.newId();
            context.createProducer().send(defined, text);
            assertThat(consumer.receiveBody(String.class, ARRIVES_MILLIS)).isEqualTo(text);
        }
    }

    private static ConnectionFactory factory() {
        return InServer.lookup("java:comp/env/jms/EscrowMQ", ConnectionFactory.class);
    }
}
