package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.Serializable;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a message goes whose object has a class that is not allowed: nowhere by itself (specification 3.11). */
@Timeout(60)
class RefusedObjectTest {

    private static final int TIMEOUT = 5_000;

    @TempDir
    private Path directory;
    private EscrowBroker broker;
    private Connection connection;
    private Session session;
    private Queue orders;

    /** What nobody has allowed. */
    private record Order(String item) implements Serializable { }

    @BeforeEach
    void open() throws JMSException {
        open(EscrowBroker.builder());
        session.createProducer(orders).send(session.createObjectMessage(new Order("book")));
    }

    private void open(EscrowBroker.Builder builder) throws JMSException {
        broker = builder.directory(directory).jmx(false).maxDeliveryAttempts(3).open();
        connection = broker.connectionFactory().createConnection();
        connection.start();
        session = connection.createSession();
        orders = session.createQueue("orders");
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private static void assertRefused(ObjectMessage message) {
        assertThatThrownBy(message::getObject).isExactlyInstanceOf(MessageFormatException.class)
                .hasMessageContainingAll(Order.class.getName(), "objectMessageClasses");
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void whatIsNotAcknowledgedComesAgainAndThenGoesToTheDeadLetters(int mode) throws JMSException {
        Session consuming = connection.createSession(mode);
        MessageConsumer consumer = consuming.createConsumer(orders);
        for (int delivery = 1; delivery <= 3; delivery++) {
            ObjectMessage message = (ObjectMessage) consumer.receive(TIMEOUT);
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(delivery);
            assertRefused(message);
            if (mode == Session.SESSION_TRANSACTED) {
                consuming.rollback();
            } else {
                consuming.recover();
            }
        }
        assertThat(consumer.receiveNoWait()).isNull();
        assertRefused((ObjectMessage) session.createConsumer(session.createQueue("DLQ")).receive(TIMEOUT));
    }

    @Test
    void aListenerThatThrowsTheRefusalSendsItToTheDeadLetters() throws JMSException {
        connection.createSession().createConsumer(orders).setMessageListener(message -> {
            try {
                ((ObjectMessage) message).getObject();
            } catch (JMSException e) {
                throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
            }
        });
        assertRefused((ObjectMessage) session.createConsumer(session.createQueue("DLQ")).receive(TIMEOUT));
    }

    @Test
    void whoeverReceivedItCanSendItOnWithoutReadingIt() throws JMSException {
        ObjectMessage message = (ObjectMessage) session.createConsumer(orders).receive(TIMEOUT);
        assertRefused(message);
        session.createProducer(session.createQueue("for later")).send(message);
        broker.close();
        open(EscrowBroker.builder().objectMessageClasses(Order.class.getName()));
        ObjectMessage later = (ObjectMessage) session.createConsumer(session.createQueue("for later")).receive(TIMEOUT);
        assertThat(later.getObject()).isEqualTo(new Order("book"));
    }

    @Test
    void aReceiveThatAsksForTheBodyLeavesTheMessageOnTheQueue() throws JMSException {
        try (var context = broker.connectionFactory().createContext()) {
            var consumer = context.createConsumer(orders);
            assertThatThrownBy(() -> consumer.receiveBody(Order.class, TIMEOUT))
                    .hasMessageContainingAll(Order.class.getName(), "objectMessageClasses");
        }
        assertRefused((ObjectMessage) session.createConsumer(orders).receive(TIMEOUT));
    }
}
