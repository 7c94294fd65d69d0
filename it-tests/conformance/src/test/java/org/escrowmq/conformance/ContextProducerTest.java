package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.Queue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

/** What a JMSProducer sets on the messages that it sends. */
@Section("7.5")
class ContextProducerTest extends ConformanceTest {

    private final JMSContext context = context();
    private final Queue queue = context.createQueue(uniqueName("queue"));
    private final JMSProducer producer = context.createProducer();

    static Stream<Named<UnaryOperator<JMSProducer>>> setters() {
        return Stream.of(
                setter("setDisableMessageID", producer -> producer.setDisableMessageID(true)),
                setter("setDisableMessageTimestamp", producer -> producer.setDisableMessageTimestamp(true)),
                setter("setDeliveryMode", producer -> producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT)),
                setter("setPriority", producer -> producer.setPriority(5)),
                setter("setTimeToLive", producer -> producer.setTimeToLive(60_000)),
                setter("setDeliveryDelay", producer -> producer.setDeliveryDelay(0)),
                setter("setAsync", producer -> producer.setAsync(null)),
                setter("setProperty boolean", producer -> producer.setProperty("p", true)),
                setter("setProperty byte", producer -> producer.setProperty("p", (byte) 1)),
                setter("setProperty short", producer -> producer.setProperty("p", (short) 1)),
                setter("setProperty int", producer -> producer.setProperty("p", 1)),
                setter("setProperty long", producer -> producer.setProperty("p", 1L)),
                setter("setProperty float", producer -> producer.setProperty("p", 1f)),
                setter("setProperty double", producer -> producer.setProperty("p", 1d)),
                setter("setProperty String", producer -> producer.setProperty("p", "1")),
                setter("setProperty Object", producer -> producer.setProperty("p", (Object) "1")),
                setter("clearProperties", JMSProducer::clearProperties),
                setter("setJMSCorrelationID", producer -> producer.setJMSCorrelationID("c")),
                setter("setJMSCorrelationIDAsBytes", producer -> producer.setJMSCorrelationIDAsBytes(new byte[] {1})),
                setter("setJMSType", producer -> producer.setJMSType("t")),
                setter("setJMSReplyTo", producer -> producer.setJMSReplyTo(null)));
    }

    private static Named<UnaryOperator<JMSProducer>> setter(String name, UnaryOperator<JMSProducer> setter) {
        return Named.of(name, setter);
    }

    private Message received() {
        try (var consumer = context.createConsumer(queue)) {
            Message message = consumer.receive(ARRIVES);
            assertThat(message).isNotNull();
            return message;
        }
    }

    @Section("7.10")
    @ParameterizedTest
    @MethodSource("setters")
    void setterReturnsTheProducer(UnaryOperator<JMSProducer> setter) {
        assertThat(setter.apply(producer)).isSameAs(producer);
    }

    @Section("7.10")
    @Test
    void sendReturnsTheProducer() {
        assertThat(producer.send(queue, context.createMessage())).isSameAs(producer);
        assertThat(producer.send(queue, "a")).isSameAs(producer);
        assertThat(producer.send(queue, Map.of())).isSameAs(producer);
        assertThat(producer.send(queue, new byte[0])).isSameAs(producer);
        assertThat(producer.send(queue, (Serializable) 1)).isSameAs(producer);
    }

    @Test
    void propertiesOfEveryTypeAreSetOnTheMessage() throws JMSException {
        producer.setProperty("boolean", true).setProperty("byte", (byte) 1).setProperty("short", (short) 2)
                .setProperty("int", 3).setProperty("long", 4L).setProperty("float", 5f).setProperty("double", 6d)
                .setProperty("String", "7").setProperty("Object", (Object) 8L);
        producer.send(queue, "a");
        Message message = received();
        assertThat(message.getObjectProperty("boolean")).isEqualTo(true);
        assertThat(message.getObjectProperty("byte")).isEqualTo((byte) 1);
        assertThat(message.getObjectProperty("short")).isEqualTo((short) 2);
        assertThat(message.getObjectProperty("int")).isEqualTo(3);
        assertThat(message.getObjectProperty("long")).isEqualTo(4L);
        assertThat(message.getObjectProperty("float")).isEqualTo(5f);
        assertThat(message.getObjectProperty("double")).isEqualTo(6d);
        assertThat(message.getObjectProperty("String")).isEqualTo("7");
        assertThat(message.getObjectProperty("Object")).isEqualTo(8L);
    }

    @Test
    void propertyOfTheProducerOverridesThatOfTheMessage() throws JMSException {
        Message message = context.createMessage();
        message.setStringProperty("p", "of the message");
        message.setStringProperty("q", "kept");
        producer.setProperty("p", "of the producer").send(queue, message);
        Message received = received();
        assertThat(received.getStringProperty("p")).isEqualTo("of the producer");
        assertThat(received.getStringProperty("q")).isEqualTo("kept");
    }

    @Test
    void propertyIsToldInEveryTypeThatItConvertsTo() {
        producer.setProperty("p", (byte) 12).setProperty("s", "4.5").setProperty("t", "true");
        assertThat(producer.getByteProperty("p")).isEqualTo((byte) 12);
        assertThat(producer.getShortProperty("p")).isEqualTo((short) 12);
        assertThat(producer.getIntProperty("p")).isEqualTo(12);
        assertThat(producer.getLongProperty("p")).isEqualTo(12L);
        assertThat(producer.getStringProperty("p")).isEqualTo("12");
        assertThat(producer.getObjectProperty("p")).isEqualTo((byte) 12);
        assertThat(producer.getFloatProperty("s")).isEqualTo(4.5f);
        assertThat(producer.getDoubleProperty("s")).isEqualTo(4.5d);
        assertThat(producer.getBooleanProperty("t")).isTrue();
    }

    @Test
    void propertyIsNotToldInATypeThatItDoesNotConvertTo() {
        producer.setProperty("long", 1L).setProperty("boolean", true);
        assertThatThrownBy(() -> producer.getIntProperty("long")).isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.getShortProperty("long")).isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.getByteProperty("long")).isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.getFloatProperty("long")).isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.getDoubleProperty("long")).isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.getBooleanProperty("long"))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.getLongProperty("boolean"))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void propertyNeedsAName(String name) {
        assertThatThrownBy(() -> producer.setProperty(name, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(name, (byte) 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(name, (short) 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(name, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(name, 1L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(name, 1f)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(name, 1d)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(name, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(name, (Object) "a"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void objectThatIsNoPropertyValueIsRefused() {
        assertThatThrownBy(() -> producer.setProperty("p", new ArrayList<>()))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }

    @KnownDifference("gives a set that can be modified; the Javadoc of getPropertyNames wants an unmodifiable one")
    @Test
    void propertyNamesAreAViewThatCannotBeModified() {
        producer.setProperty("a", 1);
        Set<String> names = producer.getPropertyNames();
        assertThat(names).containsExactly("a");
        assertThatThrownBy(() -> names.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(producer.propertyExists("a")).isTrue();
    }

    @KnownDifference("returns a copy of the names; the Javadoc of getPropertyNames wants a view")
    @Test
    void propertyNamesFollowLaterChanges() {
        Set<String> names = producer.getPropertyNames();
        producer.setProperty("a", 1);
        assertThat(names).containsExactly("a");
    }

    @Test
    void clearedPropertiesAreNotSetOnTheMessage() throws JMSException {
        producer.setProperty("a", 1).clearProperties();
        assertThat(producer.propertyExists("a")).isFalse();
        assertThat(producer.getPropertyNames()).isEmpty();
        assertThat(producer.getObjectProperty("a")).isNull();
        producer.send(queue, "a");
        assertThat(received().propertyExists("a")).isFalse();
    }

    @Test
    void propertyIsNotSetOnAMessageWithReadOnlyProperties() {
        producer.send(queue, "a");
        Message readOnly = received();
        producer.setProperty("p", 1);
        assertThatThrownBy(() -> producer.send(queue, readOnly))
                .isInstanceOf(MessageNotWriteableRuntimeException.class);
    }

    @Section("7.6")
    @Test
    void headersOfTheProducerAreSetOnTheMessage() throws JMSException {
        Queue replyTo = context.createQueue(uniqueName("queue"));
        producer.setJMSCorrelationID("c").setJMSType("t").setJMSReplyTo(replyTo).send(queue, "a");
        assertThat(producer.getJMSCorrelationID()).isEqualTo("c");
        assertThat(producer.getJMSType()).isEqualTo("t");
        assertThat(producer.getJMSReplyTo()).isEqualTo(replyTo);
        Message message = received();
        assertThat(message.getJMSCorrelationID()).isEqualTo("c");
        assertThat(message.getJMSType()).isEqualTo("t");
        assertThat(message.getJMSReplyTo()).isEqualTo(replyTo);
    }

    @Section("7.6")
    @Test
    void headersOfTheProducerOverrideThoseOfTheMessage() throws JMSException {
        Queue replyTo = context.createQueue(uniqueName("queue"));
        Message message = context.createMessage();
        message.setJMSCorrelationID("message");
        message.setJMSType("message");
        message.setJMSReplyTo(queue);
        producer.setJMSCorrelationID("producer").setJMSType("producer").setJMSReplyTo(replyTo).send(queue, message);
        Message received = received();
        assertThat(received.getJMSCorrelationID()).isEqualTo("producer");
        assertThat(received.getJMSType()).isEqualTo("producer");
        assertThat(received.getJMSReplyTo()).isEqualTo(replyTo);
    }

    @Section("7.6")
    @Test
    void headersOfTheMessageStayIfTheProducerHasNone() throws JMSException {
        Message message = context.createMessage();
        message.setJMSCorrelationID("message");
        message.setJMSType("message");
        message.setJMSReplyTo(queue);
        producer.send(queue, message);
        Message received = received();
        assertThat(received.getJMSCorrelationID()).isEqualTo("message");
        assertThat(received.getJMSType()).isEqualTo("message");
        assertThat(received.getJMSReplyTo()).isEqualTo(queue);
    }

    @Section("7.6")
    @Test
    void correlationIdentifierOfBytesIsSetOnTheMessage() throws JMSException {
        byte[] id = {1, 2, 3};
        producer.setJMSCorrelationIDAsBytes(id).send(queue, "a");
        assertThat(producer.getJMSCorrelationIDAsBytes()).isEqualTo(id);
        assertThat(received().getJMSCorrelationIDAsBytes()).isEqualTo(id);
    }
}
