package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.MessageKind;
import org.escrowmq.message.StoredBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large messages, subscriptions and delivery counts of Artemis' own client and of this one (decision D6). */
@Timeout(60)
class SharedBrokerInteropTest extends InteropFixture {

    @Test
    void largeMessagesBothWays() throws JMSException {
        byte[] body = new byte[3 << 20];
        Arrays.fill(body, (byte) 7);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        assertThat(BrokerRig.bytes(viaEscrow(message))).isEqualTo(body);
        rig.session().send(own(MessageKind.BYTES, ByteBuffer.wrap(body)), null);
        rig.session().send(own(MessageKind.TEXT, "ß".repeat(1 << 20)), null);
        // The client reads a large body only while its consumer is open.
        try (MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            BytesMessage received = (BytesMessage) consumer.receive(BrokerRig.PATIENCE.toMillis());
            byte[] read = new byte[body.length];
            assertThat(received.readBytes(read)).isEqualTo(body.length);
            assertThat(read).isEqualTo(body);
            assertThat(((TextMessage) consumer.receive(BrokerRig.PATIENCE.toMillis())).getText())
                    .isEqualTo("ß".repeat(1 << 20));
        }
    }

    @Test
    void aBodyTooLargeForMemoryBothWays() throws JMSException {
        byte[] body = new byte[(4 << 20) + 11];
        new Random(1).nextBytes(body);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        EscrowMessage here = viaEscrow(message);
        assertThat(here.content()).isInstanceOf(StoredBody.class);
        assertThat(BrokerRig.bytes(here)).isEqualTo(body);
        here.headers().setDestination(ORDERS);
        rig.session().send(here, null);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            BytesMessage there = (BytesMessage) consumer.receive(BrokerRig.PATIENCE.toMillis());
            assertThat(there.getBodyLength()).isEqualTo(body.length);
            byte[] read = new byte[body.length];
            assertThat(there.readBytes(read)).isEqualTo(body.length);
            assertThat(read).isEqualTo(body);
        }
    }

    @Test
    void bytesThatArtemisCompressesAreReadHereAlsoIfTheyAreTooManyForMemory() throws JMSException {
        try (ActiveMQConnectionFactory compressing =
                new ActiveMQConnectionFactory("vm://4711?compressLargeMessage=true&minLargeMessageSize=1000");
                Connection other = compressing.createConnection();
                Session sender = other.createSession()) {
            for (int size : new int[] {500_000, 5 << 20}) {
                byte[] body = "compress me ".repeat(size / 12).getBytes(StandardCharsets.US_ASCII);
                byte[] noise = new byte[300_000];
                new Random(size).nextBytes(noise);
                System.arraycopy(noise, 0, body, 0, noise.length);
                BytesMessage message = sender.createBytesMessage();
                message.writeBytes(body);
                sender.createProducer(sender.createQueue("orders")).send(message);
                assertThat(BrokerRig.bytes(receiveHere())).isEqualTo(body);
            }
        }
    }

    @Test
    void whatArtemisCompressesIsReadHere() throws JMSException {
        String text = "compress me ".repeat(50_000);
        try (ActiveMQConnectionFactory compressing =
                new ActiveMQConnectionFactory("vm://4711?compressLargeMessage=true&minLargeMessageSize=1000");
                Connection other = compressing.createConnection();
                Session sender = other.createSession()) {
            sender.createProducer(sender.createQueue("orders")).send(sender.createTextMessage(text));
        }
        assertThat(receiveHere().content()).isEqualTo(text);
    }

    @Test
    void durableSubscriptionsHaveTheNamesThatArtemisGivesThem() throws JMSException {
        for (Subscription subscription : List.of(new Subscription("a.b", "c\\d", true, false),
                new Subscription("shared", "client", true, true), new Subscription("global", null, true, true))) {
            rig.consume(new ConsumerSpec(BrokerRig.topic("news"), subscription, null, false, false)).close();
        }
        assertThat(rig.broker().engine().server().locateQueue("c\\\\d.a\\.b")).isNotNull();
        assertThat(rig.broker().engine().server().locateQueue("client.shared")).isNotNull();
        assertThat(rig.broker().engine().server().locateQueue("global")).isNotNull();
    }

    @Test
    void noLocalKnowsWhatAnArtemisClientSent() throws JMSException {
        Inbox inbox = rig.consume(new ConsumerSpec(BrokerRig.topic("news"), Subscription.NONE, null, true, false));
        inbox.request(5);
        rig.send(BrokerRig.topic("news"), "own");
        session.createProducer(session.createTopic("news")).send(session.createTextMessage("artemis"));
        assertThat(inbox.await().message().content()).isEqualTo("artemis");
    }

    @Test
    void artemisSeesTheDeliveryCountRaisedHere() throws JMSException {
        rig.send(ORDERS, "a");
        Inbox inbox = rig.consume(ORDERS);
        BrokerTransaction transaction = rig.broker().begin(null);
        inbox.consumer().acknowledge(inbox.next(), transaction);
        transaction.rollback();
        inbox.close();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            Message received = consumer.receive(BrokerRig.PATIENCE.toMillis());
            assertThat(received.getJMSRedelivered()).isTrue();
            assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        }
    }
}
