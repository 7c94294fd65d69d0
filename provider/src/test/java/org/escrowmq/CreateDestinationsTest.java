package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.escrowmq.destination.Administered;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The option createDestinations. */
@Timeout(60)
class CreateDestinationsTest {

    @TempDir
    private Path directory;

    private record ConfiguredQueue(String getQueueName) implements Queue, Administered { }

    private record ConfiguredTopic(String getTopicName) implements Topic, Administered { }

    private EscrowBroker open(boolean create) {
        return EscrowBroker.builder().directory(directory).fsync(false).jmx(false).createDestinations(create).open();
    }

    @BeforeEach
    void whileItIsAllowedSomeAreCreated() {
        try (EscrowBroker broker = open(true); JMSContext context = broker.connectionFactory().createContext()) {
            context.createProducer().send(context.createQueue("known"), "kept");
            context.createSharedDurableConsumer(context.createTopic("news"), "reader").close();
        }
    }

    @Test
    void whatApplicationCodeNamesIsRefusedUnlessItExists() throws Exception {
        try (EscrowBroker broker = open(false);
                Connection connection = broker.connectionFactory().createConnection();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("unknown");
            Topic topic = session.createTopic("unknown");
            for (ThrowingCallable use : new ThrowingCallable[] {
                () -> session.createConsumer(queue), () -> session.createConsumer(topic),
                () -> session.createSharedConsumer(topic, "s"), () -> session.createSharedDurableConsumer(topic, "s"),
                () -> session.createBrowser(queue).getEnumeration(), () -> send(session, queue),
                () -> send(session, topic)}) {
                assertThatThrownBy(use).isInstanceOf(InvalidDestinationException.class)
                        .hasMessageContainingAll("unknown", "createDestinations");
            }
            send(session, session.createQueue("known"));
            send(session, session.createTopic("news"));
            connection.start();
            assertThat(session.createConsumer(session.createQueue("known")).receive(10_000)).isNotNull();
        }
    }

    @Test
    void temporaryOnesAreCreatedAndUsedAllTheSame() throws Exception {
        try (EscrowBroker broker = open(false); JMSContext context = broker.connectionFactory().createContext()) {
            for (Destination temporary : new Destination[] {
                context.createTemporaryQueue(), context.createTemporaryTopic()}) {
                var consumer = context.createConsumer(temporary);
                context.createProducer().send(temporary, "a");
                assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("a");
            }
        }
    }

    @Test
    void whatAnAdministratorConfiguredIsCreated() throws Exception {
        try (EscrowBroker broker = open(false);
                Connection connection = broker.connectionFactory().createConnection();
                Session session = connection.createSession()) {
            send(session, new ConfiguredQueue("unknown"));
            session.createSharedDurableConsumer(new ConfiguredTopic("unknown"), "s").close();
            connection.start();
            assertThat(session.createConsumer(session.createQueue("unknown")).receive(10_000)).isNotNull();
            send(session, session.createTopic("unknown"));
        }
    }

    private static void send(Session session, Destination destination) throws Exception {
        session.createProducer(destination).send(session.createTextMessage("a"));
    }
}
