package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTest {

    private final EscrowMessage message = EscrowMessage.create(MessageKind.TEXT);

    @FunctionalInterface
    private interface Setter {
        void set(Message message, String name) throws JMSException;
    }

    static List<Setter> setters() {
        return List.of(
                (message, name) -> message.setBooleanProperty(name, true),
                (message, name) -> message.setByteProperty(name, (byte) 1),
                (message, name) -> message.setShortProperty(name, (short) 1),
                (message, name) -> message.setIntProperty(name, 1),
                (message, name) -> message.setLongProperty(name, 1),
                (message, name) -> message.setFloatProperty(name, 1),
                (message, name) -> message.setDoubleProperty(name, 1),
                (message, name) -> message.setStringProperty(name, "1"),
                (message, name) -> message.setObjectProperty(name, 1));
    }

    @ParameterizedTest
    @MethodSource("setters")
    void nullAndEmptyNamesAreRefused(Setter setter) {
        assertThatThrownBy(() -> setter.set(message, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> setter.set(message, "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(message.properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "content-type", "1st", "a b", "a.b", " ", "a\n", "NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE",
        "IN", "IS", "ESCAPE"})
    void aNameThatNoSelectorCouldUseIsRefused(String name) {
        assertThatThrownBy(() -> message.setIntProperty(name, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining('"' + name + '"');
        assertThat(message.properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "JMSDestination", "JMSDeliveryMode", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSReplyTo",
        "JMSRedelivered", "JMSType", "JMSExpiration", "JMSDeliveryTime", "JMSPriority"})
    void aHeaderFieldIsNotAProperty(String name) {
        assertThatThrownBy(() -> message.setStringProperty(name, "x")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a", "_a", "$", "order_id", "größe", "名前", "JMS_ACME_compress", "JMS_IBM_Format", "JMSCONTEXT", "JMSXGroupID",
        "nullable", "ORDER", "null", "True", "between", "Escape"})
    void everyOtherJavaIdentifierIsAName(String name) throws JMSException {
        message.setStringProperty(name, "value");
        assertThat(message.getStringProperty(name)).isEqualTo("value");
        assertThat(message.propertyExists(name)).isTrue();
    }

    @Test
    void namesAreCaseSensitive() throws JMSException {
        message.setIntProperty("color", 1);
        message.setIntProperty("Color", 2);
        assertThat(message.getIntProperty("color")).isEqualTo(1);
        assertThat(message.propertyExists("COLOR")).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"absent", "not-a-name"})
    void aPropertyThatWasNotSetIsReadAsNull(String name) throws JMSException {
        assertThat(message.propertyExists(name)).isFalse();
        assertThat(message.getObjectProperty(name)).isNull();
        assertThat(message.getStringProperty(name)).isNull();
        assertThat(message.getBooleanProperty(name)).isFalse();
        assertThatThrownBy(() -> message.getIntProperty(name)).isInstanceOf(NumberFormatException.class)
                .hasMessageContaining("Property " + name + " does not exist");
        assertThatThrownBy(() -> message.getDoubleProperty(name)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aPropertySetToNullExists() throws JMSException {
        message.setStringProperty("empty", null);
        message.setObjectProperty("void", null);
        assertThat(message.propertyExists("empty")).isTrue();
        assertThat(message.getStringProperty("empty")).isNull();
        assertThat(message.getObjectProperty("void")).isNull();
        assertThat(message.properties()).containsEntry("empty", null).containsEntry("void", null);
    }

    @Test
    void charactersAndBytesAreNotPropertyValues() {
        assertThatThrownBy(() -> message.setObjectProperty("c", 'c')).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.setObjectProperty("b", new byte[1]))
                .isInstanceOf(MessageFormatException.class);
    }

    @Test
    void settingAPropertyAgainReplacesValueAndType() throws JMSException {
        message.setIntProperty("n", 1);
        message.setStringProperty("n", "x");
        assertThat(message.getObjectProperty("n")).isEqualTo("x");
        assertThat(message.properties()).hasSize(1);
    }

    @Test
    void propertyNamesComeInTheOrderOfSetting() throws JMSException {
        message.setIntProperty("z", 1);
        message.setIntProperty("a", 2);
        message.setIntProperty("m", 3);
        assertThat(Collections.list(message.getPropertyNames())).containsExactly("z", "a", "m");
    }

    @Test
    void propertyNamesAreASnapshot() throws JMSException {
        message.setIntProperty("a", 1);
        var names = message.getPropertyNames();
        message.setIntProperty("b", 2);
        assertThat(Collections.list(names)).containsExactly("a");
    }

    @Test
    void headerFieldsAreNotAmongTheProperties() {
        message.setJMSType("t");
        message.setJMSCorrelationID("c");
        assertThat(Collections.list(message.getPropertyNames())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("setters")
    void theJmsxPropertiesOfTheProviderAreNotTheClientsToSet(Setter setter) throws JMSException {
        for (String name : List.of("JMSXDeliveryCount", "JMSXUserID", "JMSXAppID", "JMSXProducerTXID",
                "JMSXConsumerTXID", "JMSXRcvTimestamp", "JMSXState")) {
            setter.set(message, name);
            assertThat(message.propertyExists(name)).as(name).isFalse();
        }
        assertThat(message.properties()).isEmpty();
    }

    @Test
    void groupPropertiesHaveTheTypesOfTheSpecification() throws JMSException {
        message.setStringProperty("JMSXGroupID", "g");
        message.setIntProperty("JMSXGroupSeq", 3);
        assertThat(message.properties()).containsEntry("JMSXGroupID", "g").containsEntry("JMSXGroupSeq", 3);
        message.setStringProperty("JMSXGroupSeq", "4");
        message.setLongProperty("JMSXGroupID", 5);
        assertThat(message.properties()).containsEntry("JMSXGroupID", "5").containsEntry("JMSXGroupSeq", 4);
        assertThatThrownBy(() -> message.setLongProperty("JMSXGroupSeq", 6)).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("JMSXGroupSeq");
        message.setObjectProperty("JMSXGroupID", null);
        assertThat(message.getStringProperty("JMSXGroupID")).isNull();
    }

    @ParameterizedTest
    @MethodSource("setters")
    void thePropertiesOfAReceivedMessageAreReadOnlyUntilCleared(Setter setter) throws JMSException {
        EscrowMessage received = received(Map.of("a", 1));
        assertThatThrownBy(() -> setter.set(received, "b")).isInstanceOf(MessageNotWriteableException.class)
                .hasMessageContaining("ID:1").hasMessageContaining("clearProperties");
        received.clearProperties();
        assertThat(received.propertyExists("a")).isFalse();
        setter.set(received, "b");
        assertThat(received.propertyExists("b")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void clearingThePropertiesLeavesHeadersAndBody(MessageKind kind) throws JMSException {
        EscrowMessage received = Samples.received(kind);
        Object content = received.content();
        received.clearProperties();
        assertThat(received.content()).isEqualTo(content);
        assertThat(received.getJMSMessageID()).isEqualTo("ID:1");
        assertThat(received.isBodyReadOnly()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void clearingTheBodyLeavesThePropertiesAsTheyAre(MessageKind kind) throws JMSException {
        EscrowMessage received = Samples.received(kind);
        received.clearBody();
        assertThat(received.getStringProperty("color")).isEqualTo("red");
        assertThatThrownBy(() -> received.setIntProperty("b", 1)).isInstanceOf(MessageNotWriteableException.class);
    }

    @Test
    void aDeliveredMessageTellsHowOftenItWasDelivered() throws JMSException {
        EscrowMessage received = received(Map.of("a", 1));
        received.delivered(2, null, null);
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThat(received.getLongProperty("JMSXDeliveryCount")).isEqualTo(2L);
        assertThat(received.getStringProperty("JMSXDeliveryCount")).isEqualTo("2");
        assertThat(received.getObjectProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThatThrownBy(() -> received.getShortProperty("JMSXDeliveryCount"))
                .isInstanceOf(MessageFormatException.class);
        assertThat(received.propertyExists("JMSXDeliveryCount")).isTrue();
        assertThat(Collections.list(received.getPropertyNames())).containsExactly("a", "JMSXDeliveryCount");
        assertThat(received.properties()).as("not to be sent on").doesNotContainKey("JMSXDeliveryCount");
    }

    @Test
    void aRedeliveredMessageSaysSo() {
        message.delivered(1, null, null);
        assertThat(message.getJMSRedelivered()).isFalse();
        message.delivered(2, null, null);
        assertThat(message.getJMSRedelivered()).isTrue();
    }

    @Test
    void aMessageThatWasNotDeliveredHasNoDeliveryCount() {
        message.delivered(0, null, null);
        assertThat(message.propertyExists("JMSXDeliveryCount")).isFalse();
        assertThat(Collections.list(message.getPropertyNames())).isEmpty();
    }

    @Test
    void clearPropertiesLeavesNoneAtAll() throws JMSException {
        EscrowMessage received = received(new LinkedHashMap<>(Map.of("a", 1)));
        received.delivered(2, null, null);
        received.clearProperties();
        assertThat(Collections.list(received.getPropertyNames())).isEmpty();
        assertThatThrownBy(() -> received.getIntProperty("JMSXDeliveryCount"))
                .isInstanceOf(NumberFormatException.class);
        assertThat(received.getJMSRedelivered()).as("a header field").isTrue();
    }

    @Test
    void allPropertiesOfAReceivedMessageCanBeSetOnANewOne() throws JMSException {
        EscrowMessage received = received(Map.of("JMSXGroupID", "g", "JMSXUserID", "joe", "a", 1));
        received.delivered(3, null, null);
        for (String name : Collections.list(received.getPropertyNames())) {
            assertThatCode(() -> message.setObjectProperty(name, received.getObjectProperty(name)))
                    .doesNotThrowAnyException();
        }
        assertThat(message.properties()).containsOnlyKeys("JMSXGroupID", "a");
    }

    private static EscrowMessage received(Map<String, Object> properties) {
        Headers headers = new Headers();
        headers.setMessageId("ID:1");
        return EscrowMessage.received(MessageKind.TEXT, headers, properties, "text");
    }
}
