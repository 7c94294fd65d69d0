package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCopiesTest {

    record Secret(int number) implements Serializable { }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void aForeignMessageIsCopiedAsItsKind(MessageKind kind) throws JMSException {
        EscrowMessage original = Samples.received(kind);
        EscrowMessage copy = EscrowMessage.copyOf(foreign(kind, original, Map.of()), BodyStore.NONE);
        assertThat(copy.kind()).isEqualTo(kind);
        assertThat(copy.content()).isEqualTo(original.content());
        assertThat(copy.properties()).containsExactly(Map.entry("color", "red"));
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void anEmptyForeignMessageIsCopiedAsItsKind(MessageKind kind) throws JMSException {
        EscrowMessage copy = EscrowMessage.copyOf(foreign(kind, EscrowMessage.create(kind), Map.of()), BodyStore.NONE);
        assertThat(copy.kind()).isEqualTo(kind);
        assertThat(copy.content()).isEqualTo(EscrowMessage.create(kind).content());
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void anOwnMessageIsCopiedWithoutBeingTouched(MessageKind kind) throws JMSException {
        EscrowMessage original = Samples.received(kind);
        EscrowMessage copy = EscrowMessage.copyOf(original, BodyStore.NONE);
        assertThat(copy).isNotSameAs(original);
        assertThat(copy.kind()).isEqualTo(kind);
        assertThat(copy.content()).isEqualTo(original.content());
        copy.setStringProperty("color", "blue");
        copy.clearBody();
        assertThat(original.getStringProperty("color")).isEqualTo("red");
        assertThat(original.content()).isEqualTo(Samples.received(kind).content());
    }

    @Test
    void aCopyOfAnOwnMessageIsItsOwnWhenBothAreWrittenOn() throws JMSException {
        EscrowBytesMessage original = (EscrowBytesMessage) EscrowMessage.create(MessageKind.BYTES);
        original.writeByte((byte) 1);
        EscrowBytesMessage copy = (EscrowBytesMessage) EscrowMessage.copyOf(original, BodyStore.NONE);
        original.writeByte((byte) 2);
        copy.writeByte((byte) 3);
        assertThat(original.getBody(byte[].class)).containsExactly(1, 2);
        assertThat(copy.getBody(byte[].class)).containsExactly(1, 3);
    }

    @Test
    void aCopyOfAReceivedMessageCanBeWrittenOn() throws JMSException {
        EscrowBytesMessage copy = (EscrowBytesMessage) EscrowMessage.copyOf(
                Samples.received(MessageKind.BYTES), BodyStore.NONE);
        copy.writeBytes(new byte[0]);
        copy.writeByte((byte) 4);
        assertThat(copy.getBody(byte[].class)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void anOwnObjectIsCopiedWithoutItsClasses() throws JMSException {
        EscrowMessage original = Samples.received(MessageKind.OBJECT, Samples.serialized(new Secret(1)));
        assertThat(EscrowMessage.copyOf(original, BodyStore.NONE).content()).isEqualTo(original.content());
    }

    @Test
    void anOwnStreamKeepsItsPosition() throws JMSException {
        EscrowStreamMessage original = (EscrowStreamMessage) Samples.received(MessageKind.STREAM, List.of("a", "b"));
        original.readString();
        assertThat(EscrowMessage.copyOf(original, BodyStore.NONE).content()).isEqualTo(List.of("a", "b"));
        assertThat(original.readString()).isEqualTo("b");
    }

    @Test
    void aForeignBytesMessageIsReadToItsEndWhateverLengthItClaims() throws JMSException {
        EscrowBytesMessage original = (EscrowBytesMessage) EscrowMessage.create(MessageKind.BYTES);
        for (int i = 0; i < 10_000; i++) {
            original.writeInt(i);
        }
        EscrowMessage copy = EscrowMessage.copyOf(
                foreign(MessageKind.BYTES, original, Map.of("getBodyLength", 3L)), BodyStore.NONE);
        assertThat(copy.content()).isEqualTo(original.content());
    }

    @Test
    void theFieldsOfAForeignStreamAreCopiedWithNullsAndBytes() throws JMSException {
        EscrowStreamMessage original = (EscrowStreamMessage) EscrowMessage.create(MessageKind.STREAM);
        original.writeBytes(new byte[] {1, 2});
        original.writeString(null);
        original.writeChar('c');
        EscrowMessage copy = EscrowMessage.copyOf(foreign(MessageKind.STREAM, original, Map.of()), BodyStore.NONE);
        assertThat((List<?>) copy.content()).usingRecursiveComparison()
                .isEqualTo(Arrays.asList(new byte[] {1, 2}, null, 'c'));
    }

    @Test
    void theHeadersThatAClientSetsAreCopiedAndNoOthers() throws JMSException {
        EscrowMessage original = Samples.received(MessageKind.TEXT);
        original.setJMSType("t");
        original.setJMSReplyTo(new EscrowQueue("replies"));
        original.setJMSCorrelationID("c");
        original.setJMSDestination(new EscrowTopic("old"));
        original.setJMSPriority(9);
        original.setJMSExpiration(5);
        original.setJMSDeliveryMode(1);
        original.delivered(3, null, null);
        for (Message source : List.of(original, foreign(MessageKind.TEXT, original, Map.of()))) {
            EscrowMessage copy = EscrowMessage.copyOf(source, BodyStore.NONE);
            assertThat(copy.getJMSType()).isEqualTo("t");
            assertThat(copy.getJMSReplyTo()).isEqualTo(new EscrowQueue("replies"));
            assertThat(copy.getJMSCorrelationID()).isEqualTo("c");
            assertThat(copy.headers()).usingRecursiveComparison().ignoringFields("type", "replyTo", "correlationId")
                    .isEqualTo(new Headers());
            assertThat(Collections.list(copy.getPropertyNames())).containsExactly("color");
        }
    }

    @Test
    void aCorrelationIdOfBytesIsCopied() throws JMSException {
        EscrowMessage original = EscrowMessage.create(MessageKind.TEXT);
        original.setJMSCorrelationIDAsBytes(new byte[] {1, 2});
        for (Message source : List.of(original, foreign(MessageKind.TEXT, original, Map.of()))) {
            EscrowMessage copy = EscrowMessage.copyOf(source, BodyStore.NONE);
            assertThat(copy.getJMSCorrelationIDAsBytes()).containsExactly(1, 2);
            assertThat(copy.getJMSCorrelationID()).isNull();
        }
    }

    @Test
    void aStringWinsIfTheForeignProviderGivesACorrelationIdInBothForms() throws JMSException {
        EscrowMessage copy = EscrowMessage.copyOf(foreign(MessageKind.TEXT, EscrowMessage.create(MessageKind.TEXT),
                Map.of("getJMSCorrelationID", "c", "getJMSCorrelationIDAsBytes", new byte[] {1})), BodyStore.NONE);
        assertThat(copy.getJMSCorrelationID()).isEqualTo("c");
    }

    @Test
    void aForeignProviderNeedNotHaveCorrelationIdsOfBytes() throws JMSException {
        EscrowMessage copy = EscrowMessage.copyOf(foreign(MessageKind.TEXT, Samples.received(MessageKind.TEXT),
                Map.of("getJMSCorrelationIDAsBytes", new UnsupportedOperationException())), BodyStore.NONE);
        assertThat(copy.content()).isEqualTo("text");
        assertThat(copy.getJMSCorrelationID()).isNull();
    }

    @Test
    void whatTheForeignMessageThrowsComesThrough() {
        MessageFormatException bad = new MessageFormatException("bad text message");
        assertThatThrownBy(() -> EscrowMessage.copyOf(
                foreign(MessageKind.TEXT, EscrowMessage.create(MessageKind.TEXT), Map.of("getText", bad)),
                BodyStore.NONE))
                .isSameAs(bad);
    }

    /** A message that is not one of ours: it answers some methods as told, and like the original does otherwise. */
    private static Message foreign(MessageKind kind, EscrowMessage original, Map<String, Object> answers) {
        Class<?> type = switch (kind) {
            case MESSAGE -> Message.class;
            case TEXT -> TextMessage.class;
            case BYTES -> BytesMessage.class;
            case MAP -> MapMessage.class;
            case STREAM -> StreamMessage.class;
            case OBJECT -> ObjectMessage.class;
        };
        return (Message) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> {
                    Object answer = answers.get(method.getName());
                    if (answer instanceof Exception failure) {
                        throw failure;
                    }
                    try {
                        return answer != null ? answer : method.invoke(original, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
