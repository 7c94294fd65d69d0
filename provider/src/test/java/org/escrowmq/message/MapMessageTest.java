package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MapMessageTest {

    private final EscrowMapMessage message = (EscrowMapMessage) EscrowMessage.create(MessageKind.MAP);

    @FunctionalInterface
    private interface Setter {
        void set(MapMessage message, String name) throws JMSException;
    }

    static List<Setter> setters() {
        return List.of(
                (message, name) -> message.setBoolean(name, true),
                (message, name) -> message.setByte(name, (byte) 1),
                (message, name) -> message.setShort(name, (short) 1),
                (message, name) -> message.setChar(name, 'c'),
                (message, name) -> message.setInt(name, 1),
                (message, name) -> message.setLong(name, 1),
                (message, name) -> message.setFloat(name, 1),
                (message, name) -> message.setDouble(name, 1),
                (message, name) -> message.setString(name, "1"),
                (message, name) -> message.setBytes(name, new byte[1]),
                (message, name) -> message.setBytes(name, new byte[1], 0, 1),
                (message, name) -> message.setObject(name, 1));
    }

    @ParameterizedTest
    @MethodSource("setters")
    void nullAndEmptyNamesAreRefused(Setter setter) {
        assertThatThrownBy(() -> setter.set(message, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> setter.set(message, "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(message.hasBody()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("setters")
    void aReceivedMapIsReadOnlyUntilCleared(Setter setter) throws JMSException {
        EscrowMapMessage received = (EscrowMapMessage) Samples.received(MessageKind.MAP, Map.of("a", 1));
        assertThatThrownBy(() -> setter.set(received, "b")).isInstanceOf(MessageNotWriteableException.class);
        received.clearBody();
        assertThat(received.itemExists("a")).isFalse();
        setter.set(received, "b");
        assertThat(Collections.list(received.getMapNames())).containsExactly("b");
    }

    @Test
    void anyOtherNameWillDo() throws JMSException {
        message.setInt("not an identifier", 1);
        message.setInt("NULL", 2);
        assertThat(Collections.list(message.getMapNames())).containsExactly("not an identifier", "NULL");
    }

    @Test
    void aFieldThatWasNotSetIsReadAsNullAndDoesNotExist() throws JMSException {
        assertThat(message.itemExists("x")).isFalse();
        assertThat(message.getObject("x")).isNull();
        assertThat(message.getString("x")).isNull();
        assertThat(message.getBytes("x")).isNull();
        assertThat(message.getBoolean("x")).isFalse();
        assertThatThrownBy(() -> message.getInt("x")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> message.getFloat("x")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.getChar("x")).isInstanceOf(NullPointerException.class)
                .hasMessageContaining("Map entry x");
        assertThat(message.getObject(null)).isNull();
    }

    @Test
    void aFieldSetToNullExists() throws JMSException {
        message.setString("s", null);
        message.setBytes("b", null);
        message.setObject("o", null);
        assertThat(message.itemExists("s")).isTrue();
        assertThat(message.getString("s")).isNull();
        assertThat(message.getBytes("b")).isNull();
        assertThat(Collections.list(message.getMapNames())).containsExactly("s", "b", "o");
        assertThat(message.content()).isEqualTo(mapOfNulls());
    }

    private static Map<String, Object> mapOfNulls() {
        Map<String, Object> nulls = new HashMap<>();
        List.of("s", "b", "o").forEach(name -> nulls.put(name, null));
        return nulls;
    }

    @Test
    void bytesAreCopiedInAndOut() throws JMSException {
        byte[] bytes = {1, 2, 3, 4};
        message.setBytes("all", bytes);
        message.setBytes("part", bytes, 1, 2);
        message.setObject("object", bytes);
        bytes[1] = 99;
        message.getBytes("all")[1] = 98;
        ((byte[]) message.getObject("all"))[1] = 97;
        ((byte[]) message.getBody(Map.class).get("all"))[1] = 96;
        assertThat(message.getBytes("all")).containsExactly(1, 2, 3, 4);
        assertThat(message.getBytes("part")).containsExactly(2, 3);
        assertThat(message.getBytes("object")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aPartThatTheArrayDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> message.setBytes("b", new byte[4], 3, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> message.setBytes("b", new byte[4], -1, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(message.itemExists("b")).isFalse();
    }

    @Test
    void theContentCannotBeChangedFromOutside() throws JMSException {
        message.setInt("a", 1);
        @SuppressWarnings("unchecked")
        Map<String, Object> content = (Map<String, Object>) message.content();
        assertThatThrownBy(() -> content.put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theBodyIsACopyThatTheApplicationMayChange() throws JMSException {
        message.setInt("a", 1);
        @SuppressWarnings("unchecked")
        Map<String, Object> body = message.getBody(Map.class);
        body.put("b", 2);
        assertThat(message.itemExists("b")).isFalse();
    }
}
