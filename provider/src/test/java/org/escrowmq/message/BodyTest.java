package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** getBody and isBodyAssignableTo of every kind. */
class BodyTest {

    private static final List<Class<?>> TYPES = List.of(Object.class, Serializable.class, Cloneable.class, String.class,
            CharSequence.class, Comparable.class, byte[].class, int[].class, Map.class, HashMap.class,
            LinkedHashMap.class, List.class, Collection.class, ArrayList.class, Integer.class, int.class);

    static Stream<Arguments> kindsAndTheirTypes() {
        return Stream.of(
                Arguments.of(Samples.received(MessageKind.TEXT), List.of(
                        Object.class, Serializable.class, String.class, CharSequence.class, Comparable.class)),
                Arguments.of(Samples.received(MessageKind.BYTES), List.of(Object.class, byte[].class)),
                Arguments.of(Samples.received(MessageKind.MAP), List.of(Object.class, Map.class)),
                Arguments.of(Samples.received(MessageKind.OBJECT, Samples.serialized(new ArrayList<>(List.of(1)))),
                        List.of(Object.class, Serializable.class, Cloneable.class, List.class, Collection.class,
                                ArrayList.class)),
                Arguments.of(Samples.received(MessageKind.STREAM), List.of()));
    }

    @ParameterizedTest
    @MethodSource("kindsAndTheirTypes")
    void aBodyIsReturnedAsItsTypesAndNoOthers(EscrowMessage message, List<Class<?>> allowed) throws JMSException {
        for (Class<?> type : TYPES) {
            assertThat(message.isBodyAssignableTo(type)).as("%s", type).isEqualTo(allowed.contains(type));
            if (allowed.contains(type)) {
                assertThat((Object) message.getBody(type)).as("%s", type).isInstanceOf(type);
            } else {
                assertThatThrownBy(() -> message.getBody(type)).isInstanceOf(MessageFormatException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = MessageKind.class, names = "STREAM", mode = EnumSource.Mode.EXCLUDE)
    void aMessageWithoutABodyReturnsNullAsAnyType(MessageKind kind) throws JMSException {
        for (EscrowMessage message : List.of(EscrowMessage.create(kind), empty(kind))) {
            for (Class<?> type : TYPES) {
                assertThat(message.isBodyAssignableTo(type)).isTrue();
                assertThat((Object) message.getBody(type)).isNull();
            }
        }
    }

    private static EscrowMessage empty(MessageKind kind) {
        return Samples.received(kind, switch (kind) {
            case BYTES -> ByteBuffer.allocate(0);
            case MAP -> Map.of();
            default -> null;
        });
    }

    @Test
    void aStreamHasNoBodyToReturnNotEvenAnEmptyOne() throws JMSException {
        EscrowMessage stream = EscrowMessage.create(MessageKind.STREAM);
        assertThat(stream.isBodyAssignableTo(Object.class)).isFalse();
        assertThatThrownBy(() -> stream.getBody(Object.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void theErrorNamesMessageAndType() {
        assertThatThrownBy(() -> Samples.received(MessageKind.TEXT).getBody(Integer.class))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("TextMessage ID:1").hasMessageContaining("java.lang.Integer");
    }

    @Test
    void theEmptyStringIsABody() throws JMSException {
        EscrowTextMessage text = (EscrowTextMessage) EscrowMessage.create(MessageKind.TEXT);
        text.setText("");
        assertThat(text.getBody(String.class)).isEmpty();
        assertThat(text.isBodyAssignableTo(Integer.class)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void clearBodyLeavesABodyLikeThatOfANewMessage(MessageKind kind) throws JMSException {
        EscrowMessage message = Samples.received(kind);
        message.clearBody();
        assertThat(message.content()).isEqualTo(EscrowMessage.create(kind).content());
        assertThat(message.isBodyReadOnly()).isFalse();
        assertThat(message.isBodyAssignableTo(Integer.class)).isEqualTo(kind != MessageKind.STREAM);
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void whatIsContentIsAlsoReceivedAsContent(MessageKind kind) throws JMSException {
        EscrowMessage first = Samples.received(kind);
        assertThat(Samples.received(kind, first.content()).content()).isEqualTo(first.content());
    }

    @Test
    void gettingTheBodyResetsABytesMessageBeforeAndAfter() throws JMSException {
        EscrowBytesMessage bytes = (EscrowBytesMessage) EscrowMessage.create(MessageKind.BYTES);
        bytes.writeShort((short) 0x0102);
        assertThat(bytes.isBodyAssignableTo(byte[].class)).isTrue();
        assertThatThrownBy(() -> bytes.getBody(String.class)).isInstanceOf(MessageFormatException.class);
        bytes.writeByte((byte) 3);
        assertThat(bytes.getBody(byte[].class)).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> bytes.writeByte((byte) 4)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(bytes.readByte()).isEqualTo((byte) 1);
        assertThat((byte[]) bytes.getBody(Object.class)).containsExactly(1, 2, 3);
        assertThat(bytes.readByte()).isEqualTo((byte) 1);
    }

    @Test
    void theBytesAreACopy() throws JMSException {
        EscrowMessage bytes = Samples.received(MessageKind.BYTES);
        bytes.getBody(byte[].class)[0] = 99;
        assertThat(bytes.getBody(byte[].class)).containsExactly(1, 2, 3);
    }

    @Test
    void anObjectThatCannotBeDeserializedIsAssignableToNothing() throws JMSException {
        EscrowMessage refused = Samples.received(MessageKind.OBJECT, Samples.serialized(Thread.State.NEW));
        assertThat(refused.isBodyAssignableTo(Object.class)).isFalse();
        assertThat(refused.isBodyAssignableTo(Serializable.class)).isFalse();
        assertThatThrownBy(() -> refused.getBody(Serializable.class)).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("java.lang.Thread$State");
    }
}
