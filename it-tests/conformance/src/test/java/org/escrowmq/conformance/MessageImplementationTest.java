package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages of other providers, and what is copied into and out of a message. */
@Section("3.12")
class MessageImplementationTest extends ConformanceTest {

    @ParameterizedTest
    @EnumSource
    void foreignMessageOfEveryKindIsSentWithItsBodyPropertiesAndHeaders(Kind kind) throws JMSException {
        Session session = session();
        Queue replies = queue(session);
        Message content = kind.create(session, 1);
        content.setIntProperty("number", 2);
        content.setStringProperty("text", "three");
        content.setBooleanProperty("yes", true);
        content.setJMSCorrelationID("correlation");
        content.setJMSReplyTo(replies);
        content.setJMSType("type");
        Message received = through(session, new ForeignMessage(kind, content).message());
        assertThat(received).isInstanceOf(kind.type());
        assertThat(kind.read(received)).isEqualTo(kind.body(1));
        assertThat(received.getObjectProperty("number")).isEqualTo(2);
        assertThat(received.getObjectProperty("text")).isEqualTo("three");
        assertThat(received.getObjectProperty("yes")).isEqualTo(true);
        assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(received.getJMSReplyTo()).isEqualTo(replies);
        assertThat(received.getJMSType()).isEqualTo("type");
    }

    @ParameterizedTest
    @EnumSource
    void foreignMessageOfEveryKindIsSentWithAnEmptyBody(Kind kind) throws JMSException {
        Session session = session();
        Message received = through(session, new ForeignMessage(kind, kind.create(session)).message());
        assertThat(received).isInstanceOf(kind.type());
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.4.11")
    @KnownDifference("does not set JMSDeliveryTime of a foreign message; 3.4.11 says that sending does")
    void headersOfTheProviderAreSetOnAForeignMessageByItsMethods(Kind kind) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        ForeignMessage foreign = new ForeignMessage(kind, kind.create(session, 1));
        Message message = foreign.message();
        session.createProducer(queue).send(message, DeliveryMode.NON_PERSISTENT, 7, 100_000);
        assertThat(foreign.calls()).contains("setJMSDestination", "setJMSDeliveryMode", "setJMSExpiration",
                "setJMSPriority", "setJMSMessageID", "setJMSTimestamp", "setJMSDeliveryTime");
        Message received = arrived(session.createConsumer(queue));
        assertThat(message.getJMSDestination()).isEqualTo(queue);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.getJMSExpiration()).isEqualTo(received.getJMSExpiration()).isPositive();
        assertThat(message.getJMSMessageID()).isEqualTo(received.getJMSMessageID()).isNotNull();
        assertThat(message.getJMSTimestamp()).isEqualTo(received.getJMSTimestamp()).isPositive();
        assertThat(message.getJMSDeliveryTime()).isEqualTo(received.getJMSDeliveryTime()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void sendingAForeignMessageDoesNotChangeItsBody(Kind kind) throws JMSException {
        Session session = session();
        ForeignMessage foreign = new ForeignMessage(kind, kind.create(session, 1));
        through(session, foreign.message());
        assertThat(foreign.calls()).doesNotContain("clearBody", "clearProperties", "setText", "setObject");
        assertThat(foreign.read(kind)).isEqualTo(kind.body(1));
    }

    @ParameterizedTest
    @EnumSource
    void foreignMessageIsSentAgainAndByAContextToo(Kind kind) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message foreign = new ForeignMessage(kind, kind.create(session, 1)).message();
        session.createProducer(queue).send(foreign);
        context().createProducer().send(queue, foreign);
        var consumer = session.createConsumer(queue);
        assertThat(kind.read(arrived(consumer))).isEqualTo(kind.body(1));
        assertThat(kind.read(arrived(consumer))).isEqualTo(kind.body(1));
    }

    @Test
    void foreignMessageSentAsynchronouslyIsTheOneThatTheCompletionListenerGets() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        Message foreign = new ForeignMessage(Kind.TEXT, session.createTextMessage("text")).message();
        CompletableFuture<Message> completion = new CompletableFuture<>();
        session.createProducer(queue).send(foreign, new CompletionListener() {
            @Override
            public void onCompletion(Message sent) {
                completion.complete(sent);
            }

            @Override
            public void onException(Message sent, Exception exception) {
                completion.completeExceptionally(exception);
            }
        });
        assertThat(completion.get(ARRIVES, TimeUnit.MILLISECONDS)).isSameAs(foreign);
        assertThat(arrivedText(session.createConsumer(queue))).isEqualTo("text");
    }

    @Test
    void foreignMapKeepsTheTypesOfItsValues() throws JMSException {
        Session session = session();
        MapMessage content = session.createMapMessage();
        for (ValueType type : ValueType.values()) {
            BodyValues.set(content, type.name(), type, type.sample());
        }
        MapMessage received = (MapMessage) through(session, new ForeignMessage(Kind.MAP, content).message());
        for (ValueType type : ValueType.values()) {
            assertThat(received.getObject(type.name())).isEqualTo(type.sample());
        }
        assertThat(Collections.list((Enumeration<?>) received.getMapNames())).hasSize(ValueType.values().length);
    }

    @Test
    void foreignStreamKeepsTheTypesAndTheOrderOfItsValues() throws JMSException {
        Session session = session();
        StreamMessage content = session.createStreamMessage();
        for (ValueType type : ValueType.values()) {
            BodyValues.write(content, type, type.sample());
        }
        StreamMessage received = (StreamMessage) through(session, new ForeignMessage(Kind.STREAM, content).message());
        for (ValueType type : ValueType.values()) {
            assertThat(received.readObject()).isEqualTo(type.sample());
        }
    }

    @Test
    void messageOfAnotherSessionOrConnectionIsSent() throws JMSException {
        Session session = session();
        TextMessage message = session().createTextMessage("text");
        assertThat(through(session, message).getText()).isEqualTo("text");
    }

    @Test
    void byteArrayIsCopiedIntoAStreamAndIntoBytes() throws JMSException {
        Session session = session();
        byte[] array = {1, 2};
        StreamMessage stream = session.createStreamMessage();
        stream.writeBytes(array);
        stream.writeObject(array);
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(array);
        array[0] = 9;
        StreamMessage received = through(session, stream);
        assertThat((byte[]) received.readObject()).containsExactly(1, 2);
        assertThat((byte[]) received.readObject()).containsExactly(1, 2);
        assertThat(through(session, bytes).getBody(byte[].class)).containsExactly(1, 2);
    }

    @Test
    @KnownDifference("keeps the array itself; 3.12 says a copy")
    void byteArrayIsCopiedIntoAMap() throws JMSException {
        Session session = session();
        byte[] array = {1, 2};
        MapMessage message = session.createMapMessage();
        message.setBytes("bytes", array);
        message.setObject("object", array);
        array[0] = 9;
        assertThat(message.getBytes("bytes")).containsExactly(1, 2);
        MapMessage received = through(session, message);
        assertThat(received.getBytes("bytes")).containsExactly(1, 2);
        assertThat(received.getBytes("object")).containsExactly(1, 2);
    }

    @Test
    @KnownDifference("returns the array itself; 3.12 says a copy")
    void byteArrayIsCopiedOutOfAMap() throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setBytes("value", new byte[] {1, 2});
        MapMessage received = through(session, message);
        received.getBytes("value")[0] = 9;
        ((byte[]) received.getObject("value"))[1] = 9;
        assertThat(received.getBytes("value")).containsExactly(1, 2);
    }

    @Test
    void byteArrayIsCopiedOutOfAStreamAndOutOfBytes() throws JMSException {
        Session session = session();
        StreamMessage stream = session.createStreamMessage();
        stream.writeBytes(new byte[] {1, 2});
        StreamMessage receivedStream = through(session, stream);
        ((byte[]) receivedStream.readObject())[0] = 9;
        receivedStream.reset();
        assertThat((byte[]) receivedStream.readObject()).containsExactly(1, 2);
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {1, 2});
        BytesMessage receivedBytes = through(session, bytes);
        receivedBytes.getBody(byte[].class)[0] = 9;
        assertThat(receivedBytes.getBody(byte[].class)).containsExactly(1, 2);
    }

    @Test
    void objectIsCopiedIntoAndOutOfTheMessage() throws JMSException {
        ObjectMessage message = session().createObjectMessage();
        ArrayList<String> list = new ArrayList<>(List.of("one"));
        message.setObject(list);
        list.add("two");
        assertThat(message.getObject()).isEqualTo(List.of("one")).isNotSameAs(message.getObject());
    }

    @Test
    void nullIsReturnedWhereItWasSet() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setStringProperty("string", null);
        message.setObjectProperty("object", null);
        Message received = through(session, message);
        assertThat(received.getStringProperty("string")).isNull();
        assertThat(received.getObjectProperty("object")).isNull();
        MapMessage map = session.createMapMessage();
        map.setString("string", null);
        map.setBytes("bytes", null);
        map.setObject("object", null);
        MapMessage receivedMap = through(session, map);
        assertThat(receivedMap.getString("string")).isNull();
        assertThat(receivedMap.getBytes("bytes")).isNull();
        assertThat(receivedMap.getObject("object")).isNull();
    }

    @Test
    void nullIsReturnedWhereItWasWrittenIntoAStream() throws JMSException {
        Session session = session();
        StreamMessage stream = session.createStreamMessage();
        stream.writeString(null);
        stream.writeObject(null);
        stream.writeInt(1);
        StreamMessage received = through(session, stream);
        assertThat(received.readString()).isNull();
        assertThat(received.readObject()).isNull();
        assertThat(received.readInt()).isEqualTo(1);
    }

    @Test
    @KnownDifference("writeUTF throws a JMSException; 3.12 says NullPointerException")
    void nullIsANullPointerInABytesMessage() throws JMSException {
        BytesMessage message = session().createBytesMessage();
        assertThatThrownBy(() -> message.writeObject(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeBytes(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeUTF(null)).isInstanceOf(NullPointerException.class);
    }
}
