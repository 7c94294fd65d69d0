package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowTemporaryQueue;
import org.escrowmq.destination.EscrowTemporaryTopic;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.MessageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent with Artemis' own client is received here as it was, and the other way round (decision D6). */
@Timeout(60)
class EncodingInteropTest extends InteropFixture {

    private static final String ODD_TEXT = "plain, ümläut, 漢字, \uD83D\uDE00, \0, ";

    @Test
    void aMessageWithoutABody() throws JMSException {
        assertThat(viaArtemis(own(MessageKind.MESSAGE, null))).isNotInstanceOf(TextMessage.class);
        EscrowMessage received = viaEscrow(session.createMessage());
        assertThat(received.kind()).isEqualTo(MessageKind.MESSAGE);
        assertThat(received.content()).isNull();
        assertThat(received.properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", ODD_TEXT})
    void aTextMessage(String text) throws JMSException {
        assertThat(((TextMessage) viaArtemis(own(MessageKind.TEXT, text))).getText()).isEqualTo(text);
        EscrowMessage received = viaEscrow(session.createTextMessage(text));
        assertThat(received.kind()).isEqualTo(MessageKind.TEXT);
        assertThat(received.content()).isEqualTo(text);
    }

    @Test
    void aTextMessageWithoutText() throws JMSException {
        assertThat(((TextMessage) viaArtemis(own(MessageKind.TEXT, null))).getText()).isNull();
        assertThat(viaEscrow(session.createTextMessage()).content()).isNull();
        assertThat(viaEscrow(session.createTextMessage(null)).content()).isNull();
    }

    @Test
    void aBytesMessage() throws JMSException, IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(expected);
        out.writeBoolean(true);
        out.writeByte(-2);
        out.writeShort(-3);
        out.writeChar('ß');
        out.writeInt(-4);
        out.writeLong(-5);
        out.writeFloat(-6.5f);
        out.writeDouble(-7.5);
        out.writeUTF("ümläut, 漢字");
        out.write(new byte[] {1, 2, 3});
        BytesMessage received = (BytesMessage) viaArtemis(
                own(MessageKind.BYTES, ByteBuffer.wrap(expected.toByteArray())));
        assertThat(received.getBodyLength()).isEqualTo(expected.size());
        assertThat(received.readBoolean()).isTrue();
        assertThat(received.readByte()).isEqualTo((byte) -2);
        assertThat(received.readShort()).isEqualTo((short) -3);
        assertThat(received.readChar()).isEqualTo('ß');
        assertThat(received.readInt()).isEqualTo(-4);
        assertThat(received.readLong()).isEqualTo(-5);
        assertThat(received.readFloat()).isEqualTo(-6.5f);
        assertThat(received.readDouble()).isEqualTo(-7.5);
        assertThat(received.readUTF()).isEqualTo("ümläut, 漢字");

        BytesMessage message = session.createBytesMessage();
        // Artemis writes true as -1 where the JDK writes 1; both read what is not 0 as true.
        message.writeByte((byte) 1);
        message.writeByte((byte) -2);
        message.writeShort((short) -3);
        message.writeChar('ß');
        message.writeInt(-4);
        message.writeLong(-5);
        message.writeFloat(-6.5f);
        message.writeDouble(-7.5);
        message.writeUTF("ümläut, 漢字");
        message.writeBytes(new byte[] {1, 2, 3});
        EscrowMessage here = viaEscrow(message);
        assertThat(here.kind()).isEqualTo(MessageKind.BYTES);
        assertThat(BrokerRig.bytes(here)).isEqualTo(expected.toByteArray());
    }

    @Test
    void aBytesMessageWithoutBytes() throws JMSException {
        BytesMessage received = (BytesMessage) viaArtemis(own(MessageKind.BYTES, ByteBuffer.allocate(0)));
        assertThat(received.getBodyLength()).isZero();
        // The Artemis client itself sends four bytes, all zero, for a message that nothing was written to.
        BytesMessage emptied = session.createBytesMessage();
        emptied.writeByte((byte) 1);
        emptied.clearBody();
        assertThat(BrokerRig.bytes(viaEscrow(emptied))).isEmpty();
    }

    private static Map<String, Object> everyValue() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("boolean", true);
        values.put("byte", Byte.MIN_VALUE);
        values.put("short", Short.MIN_VALUE);
        values.put("char", 'ß');
        values.put("int", Integer.MIN_VALUE);
        values.put("long", Long.MIN_VALUE);
        values.put("float", Float.MIN_VALUE);
        values.put("double", Double.MAX_VALUE);
        values.put("string", ODD_TEXT);
        values.put("empty", "");
        values.put("bytes", new byte[] {1, 2, 3});
        values.put("null", null);
        return values;
    }

    @Test
    void aMapMessage() throws JMSException {
        Map<String, Object> values = everyValue();
        MapMessage received = (MapMessage) viaArtemis(own(MessageKind.MAP, values));
        assertThat(new TreeSet<>(Collections.list(names(received)))).isEqualTo(new TreeSet<>(values.keySet()));
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            assertThat(received.getObject(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
        }
        MapMessage message = session.createMapMessage();
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            message.setObject(entry.getKey(), entry.getValue());
        }
        EscrowMessage here = viaEscrow(message);
        assertThat(here.kind()).isEqualTo(MessageKind.MAP);
        assertThat(comparable((Map<?, ?>) here.content())).isEqualTo(comparable(values));
    }

    @SuppressWarnings("unchecked")
    private static Enumeration<String> names(MapMessage message) throws JMSException {
        return message.getMapNames();
    }

    private static Map<String, String> comparable(Map<?, ?> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((key, value) -> texts.put((String) key, comparable(value)));
        return texts;
    }

    private static String comparable(Object value) {
        return value == null ? "null" : value.getClass().getSimpleName() + " "
                + (value instanceof byte[] bytes ? Arrays.toString(bytes) : value.toString());
    }

    @Test
    void anEmptyMapMessage() throws JMSException {
        assertThat(((MapMessage) viaArtemis(own(MessageKind.MAP, Map.of()))).getMapNames().hasMoreElements()).isFalse();
        assertThat((Map<?, ?>) viaEscrow(session.createMapMessage()).content()).isEmpty();
    }

    @Test
    void aStreamMessage() throws JMSException {
        List<Object> values = new ArrayList<>(everyValue().values());
        values.add("8 chars!");
        values.add("9 chars!!");
        values.add("ß".repeat(4094));
        values.add("漢".repeat(4095));
        values.add("x".repeat(70_000));
        values.add(new byte[0]);
        StreamMessage received = (StreamMessage) viaArtemis(own(MessageKind.STREAM, values));
        for (Object value : values) {
            assertThat(comparable(received.readObject())).isEqualTo(comparable(value));
        }
        StreamMessage message = session.createStreamMessage();
        for (Object value : values) {
            message.writeObject(value);
        }
        EscrowMessage here = viaEscrow(message);
        assertThat(here.kind()).isEqualTo(MessageKind.STREAM);
        assertThat(((List<?>) here.content()).stream().map(EncodingInteropTest::comparable).toList())
                .isEqualTo(values.stream().map(EncodingInteropTest::comparable).toList());
    }

    @Test
    void anEmptyStreamMessage() throws JMSException {
        assertThat(viaArtemis(own(MessageKind.STREAM, List.of()))).isInstanceOf(StreamMessage.class);
        assertThat((List<?>) viaEscrow(session.createStreamMessage()).content()).isEmpty();
    }

    private static byte[] serialized(Serializable object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @Test
    void anObjectMessage() throws Exception {
        Serializable object = new ArrayList<>(List.of("a", 1));
        ObjectMessage received = (ObjectMessage) viaArtemis(
                own(MessageKind.OBJECT, ByteBuffer.wrap(serialized(object))));
        assertThat(received.getObject()).isEqualTo(object);
        EscrowMessage here = viaEscrow(session.createObjectMessage(object));
        assertThat(here.kind()).isEqualTo(MessageKind.OBJECT);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(BrokerRig.bytes(here)))) {
            assertThat(in.readObject()).isEqualTo(object);
        }
    }

    @Test
    void anObjectMessageWithoutAnObject() throws JMSException {
        assertThat(((ObjectMessage) viaArtemis(own(MessageKind.OBJECT, null))).getObject()).isNull();
        assertThat(viaEscrow(session.createObjectMessage()).content()).isNull();
    }

    private static Map<String, Object> everyProperty() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("boolean", true);
        properties.put("byte", (byte) 1);
        properties.put("short", (short) 2);
        properties.put("int", 3);
        properties.put("long", 4L);
        properties.put("float", 5.5f);
        properties.put("double", 6.5);
        properties.put("string", ODD_TEXT);
        properties.put("null", null);
        properties.put("JMS_vendor", "v");
        properties.put("JMSXGroupID", "group");
        properties.put("JMSXGroupSeq", 7);
        return properties;
    }

    @Test
    void properties() throws JMSException {
        Map<String, Object> properties = everyProperty();
        Message received = viaArtemis(BrokerRig.withProperties(ORDERS, properties));
        for (Map.Entry<String, Object> entry : properties.entrySet()) {
            assertThat(received.getObjectProperty(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
        }
        Message message = session.createMessage();
        for (Map.Entry<String, Object> entry : properties.entrySet()) {
            message.setObjectProperty(entry.getKey(), entry.getValue());
        }
        assertThat(viaEscrow(message).properties()).isEqualTo(properties);
    }

    @Test
    void theNameOfTheSenderIsReadButOnlyTheEngineWritesIt() throws JMSException {
        Map<String, Object> sender = Map.of("JMSXUserID", "user");
        assertThat(viaArtemis(BrokerRig.withProperties(ORDERS, sender)).propertyExists("JMSXUserID")).isFalse();
        Message message = session.createMessage();
        message.setStringProperty("JMSXUserID", "user");
        assertThat(viaEscrow(message).properties()).isEqualTo(sender);
    }

    @Test
    void headersFromHereToArtemis() throws JMSException {
        long now = System.currentTimeMillis();
        String id = "ID:" + "c7ef2580-210f-11f0-bef5-3ce1a1d12939";
        Message received = viaArtemis(BrokerRig.message(ORDERS, MessageKind.TEXT, "a", headers -> {
            headers.setMessageId(id);
            headers.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            headers.setPriority(9);
            headers.setTimestamp(now);
            headers.setExpiration(now + 60_000);
            headers.setDeliveryTime(now + 1);
            headers.setType("type");
            headers.setCorrelationId("correlation");
            headers.setReplyTo(BrokerRig.topic("replies"));
        }));
        assertThat(received.getJMSMessageID()).isEqualTo(id);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(9);
        assertThat(received.getJMSTimestamp()).isEqualTo(now);
        assertThat(received.getJMSExpiration()).isEqualTo(now + 60_000);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(now + 1);
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(EscrowDestination.of(received.getJMSReplyTo())).isEqualTo(BrokerRig.topic("replies"));
        assertThat(EscrowDestination.of(received.getJMSDestination())).isEqualTo(ORDERS);
        assertThat(received.getJMSRedelivered()).isFalse();
    }

    @Test
    void headersFromArtemisToHere() throws JMSException {
        Message message = session.createTextMessage("a");
        message.setJMSType("type");
        message.setJMSCorrelationIDAsBytes(new byte[] {1, 2, 3});
        message.setJMSReplyTo(session.createQueue("orders"));
        long before = System.currentTimeMillis();
        try (MessageProducer producer = session.createProducer(session.createQueue("orders"))) {
            producer.setDeliveryDelay(50);
            producer.send(message, DeliveryMode.PERSISTENT, 8, 60_000);
        }
        EscrowMessage received = receiveHere();
        assertThat(received.headers().getMessageId()).isEqualTo(message.getJMSMessageID()).startsWith("ID:");
        assertThat(received.headers().getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(received.headers().getPriority()).isEqualTo(8);
        assertThat(received.headers().getTimestamp()).isEqualTo(message.getJMSTimestamp());
        assertThat(received.headers().getExpiration()).isEqualTo(message.getJMSExpiration());
        assertThat(received.headers().getDeliveryTime()).isGreaterThanOrEqualTo(before + 50)
                .isEqualTo(message.getJMSDeliveryTime());
        assertThat(received.headers().getType()).isEqualTo("type");
        assertThat(received.headers().getCorrelationIdBytes()).containsExactly(1, 2, 3);
        assertThat(received.headers().getReplyTo()).isEqualTo(ORDERS);
        assertThat(received.headers().getDestination()).isEqualTo(ORDERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID:c7ef2580-210f-11f0-bef5-3ce1a1d12939", "ID:c7ef2580-210f-41f0-3ef5-3ce1a1d12939",
        "ID:C7EF2580-210F-11F0-BEF5-3CE1A1D12939", "ID:something else"})
    void everyMessageIdComesBackHereAsItWasAndCanBeSelected(String id) throws JMSException {
        rig.session().send(BrokerRig.message(ORDERS, MessageKind.TEXT, "a", headers -> headers.setMessageId(id)), null);
        Inbox inbox = rig.consume(new ConsumerSpec(
                ORDERS, Subscription.NONE, "JMSMessageID = '" + id + "'", false, false));
        Delivery delivery = inbox.next();
        assertThat(delivery.message().headers().getMessageId()).isEqualTo(id);
        assertThat(delivery.message().properties()).isEmpty();
    }

    @Test
    void aMessageWithoutIdAndTimestamp() throws JMSException {
        Message received = viaArtemis(BrokerRig.message(ORDERS, MessageKind.TEXT, "a", headers -> {
            headers.setMessageId(null);
            headers.setTimestamp(0);
        }));
        assertThat(received.getJMSMessageID()).isNull();
        assertThat(received.getJMSTimestamp()).isZero();
        try (MessageProducer producer = session.createProducer(session.createQueue("orders"))) {
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            producer.send(session.createMessage());
        }
        EscrowMessage here = receiveHere();
        assertThat(here.headers().getMessageId()).isNull();
        assertThat(here.headers().getTimestamp()).isZero();
    }

    @Test
    void temporaryDestinationsToReplyToAreTemporaryOnBothSides() throws JMSException {
        Message message = session.createMessage();
        message.setJMSReplyTo(session.createTemporaryQueue());
        EscrowDestination here = EscrowDestination.of(viaEscrow(message).headers().getReplyTo());
        assertThat(here).isInstanceOf(EscrowTemporaryQueue.class);
        message.setJMSReplyTo(session.createTemporaryTopic());
        assertThat(viaEscrow(message).headers().getReplyTo()).isInstanceOf(EscrowTemporaryTopic.class);

        Destination own = new EscrowTemporaryQueue(rig.connection().createTemporary(false), null);
        Message received = viaArtemis(BrokerRig.message(
                ORDERS, MessageKind.TEXT, "a", headers -> headers.setReplyTo(own)));
        assertThat(received.getJMSReplyTo()).isInstanceOf(TemporaryQueue.class);
        assertThat(((Queue) received.getJMSReplyTo()).getQueueName())
                .isEqualTo(((EscrowDestination) own).name());
    }
}
