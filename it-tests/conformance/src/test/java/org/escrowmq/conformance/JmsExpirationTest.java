package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

@Section("3.4.9")
class JmsExpirationTest extends ConformanceTest {

    @Test
    void expirationIsTheTimeOfSendingPlusTheTimeToLive() throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        producer.setTimeToLive(100_000);
        TextMessage message = session.createTextMessage();
        long before = System.currentTimeMillis();
        producer.send(message);
        assertThat(message.getJMSExpiration()).isBetween(before + 100_000, System.currentTimeMillis() + 100_000);
    }

    @Test
    void expirationIsZeroWithoutTimeToLive() throws JMSException {
        Session session = session();
        TextMessage message = session.createTextMessage();
        message.setJMSExpiration(4711);
        assertThat(through(session, message).getJMSExpiration()).isZero();
    }

    @Test
    void expiredMessageIsNotReceived() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setTimeToLive(1);
        TextMessage message = session.createTextMessage();
        producer.send(message);
        while (System.currentTimeMillis() < message.getJMSExpiration()) {
            Thread.onSpinWait();
        }
        assertThat(session.createConsumer(queue).receiveNoWait()).isNull();
    }
}
