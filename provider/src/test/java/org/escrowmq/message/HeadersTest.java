package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTemporaryQueue;
import org.escrowmq.destination.EscrowTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private final EscrowMessage message = EscrowMessage.create(MessageKind.MESSAGE);

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void aNewMessageHasTheDefaultsOfTheSpecification(MessageKind kind) throws JMSException {
        EscrowMessage created = EscrowMessage.create(kind);
        assertThat(created.kind()).isEqualTo(kind);
        assertThat(created.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(created.getJMSPriority()).isEqualTo(4);
        assertThat(created.getJMSExpiration()).isZero();
        assertThat(created.getJMSDeliveryTime()).isZero();
        assertThat(created.getJMSTimestamp()).isZero();
        assertThat(created.getJMSMessageID()).isNull();
        assertThat(created.getJMSDestination()).isNull();
        assertThat(created.getJMSReplyTo()).isNull();
        assertThat(created.getJMSType()).isNull();
        assertThat(created.getJMSCorrelationID()).isNull();
        assertThat(created.getJMSCorrelationIDAsBytes()).isNull();
        assertThat(created.getJMSRedelivered()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void everyHeaderFieldCanBeSetAlsoOnAReceivedMessage(MessageKind kind) throws JMSException {
        Destination queue = new EscrowQueue("q");
        EscrowMessage received = Samples.received(kind);
        received.setJMSMessageID("ID:2");
        received.setJMSTimestamp(11);
        received.setJMSCorrelationID("c");
        received.setJMSReplyTo(queue);
        received.setJMSDestination(queue);
        received.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        received.setJMSRedelivered(true);
        received.setJMSType("t");
        received.setJMSExpiration(12);
        received.setJMSDeliveryTime(13);
        received.setJMSPriority(9);

        assertThat(received.getJMSMessageID()).isEqualTo("ID:2");
        assertThat(received.getJMSTimestamp()).isEqualTo(11);
        assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        assertThat(received.getJMSReplyTo()).isSameAs(queue);
        assertThat(received.getJMSDestination()).isSameAs(queue);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSRedelivered()).isTrue();
        assertThat(received.getJMSType()).isEqualTo("t");
        assertThat(received.getJMSExpiration()).isEqualTo(12);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(13);
        assertThat(received.getJMSPriority()).isEqualTo(9);
    }

    @Test
    void theAccessorsAndTheHeadersAreTheSame() throws JMSException {
        message.headers().setType("t");
        message.setJMSPriority(7);
        assertThat(message.getJMSType()).isEqualTo("t");
        assertThat(message.headers().getPriority()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3})
    void aDeliveryModeThatDoesNotExistIsRefused(int mode) {
        assertThatThrownBy(() -> message.setJMSDeliveryMode(mode)).isInstanceOf(JMSException.class)
                .hasMessageContaining("" + mode).hasMessageContaining("PERSISTENT");
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10, 9999})
    void aPriorityOutsideOf0To9IsRefused(int priority) {
        assertThatThrownBy(() -> message.setJMSPriority(priority)).isInstanceOf(JMSException.class)
                .hasMessageContaining("" + priority).hasMessageContaining("0 to 9");
        assertThat(message.getJMSPriority()).isEqualTo(4);
    }

    @Test
    void aCorrelationIdIsAStringOrBytesAndTheLastOneCounts() {
        message.setJMSCorrelationID("c");
        assertThat(message.getJMSCorrelationIDAsBytes()).isNull();
        message.setJMSCorrelationIDAsBytes(new byte[] {1, 2});
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(message.getJMSCorrelationIDAsBytes()).containsExactly(1, 2);
        message.setJMSCorrelationID("d");
        assertThat(message.getJMSCorrelationID()).isEqualTo("d");
        assertThat(message.getJMSCorrelationIDAsBytes()).isNull();
    }

    @Test
    void settingACorrelationIdToNullLeavesNone() {
        message.setJMSCorrelationID("c");
        message.setJMSCorrelationIDAsBytes(null);
        assertThat(message.getJMSCorrelationID()).isNull();
        message.setJMSCorrelationIDAsBytes(new byte[1]);
        message.setJMSCorrelationID(null);
        assertThat(message.getJMSCorrelationIDAsBytes()).isNull();
    }

    @Test
    void aCorrelationIdOfBytesIsCopiedInAndOut() {
        byte[] bytes = {1, 2};
        message.setJMSCorrelationIDAsBytes(bytes);
        bytes[0] = 9;
        message.getJMSCorrelationIDAsBytes()[1] = 9;
        assertThat(message.getJMSCorrelationIDAsBytes()).containsExactly(1, 2);
    }

    @Test
    void headersCanBeCopiedFieldByFieldInAnyOrder() {
        Headers copy = new Headers();
        copy.setCorrelationId("c");
        copy.setCorrelationIdBytes(null);
        assertThat(copy.getCorrelationId()).isEqualTo("c");
        copy.setCorrelationIdBytes(new byte[] {1});
        copy.setCorrelationId(null);
        assertThat(copy.getCorrelationIdBytes()).containsExactly(1);
    }

    @Test
    void aReplyToIsTheVeryObjectThatWasSet() throws JMSException {
        for (Destination destination : List.of(new EscrowQueue("q"), new EscrowTopic("t"),
                new EscrowTemporaryQueue("x", null), foreign("f"))) {
            message.setJMSReplyTo(destination);
            assertThat(message.getJMSReplyTo()).isSameAs(destination);
        }
        message.setJMSReplyTo(null);
        assertThat(message.getJMSReplyTo()).isNull();
    }

    @Test
    void aReplyToThatCouldNotBeSentIsRefused() throws JMSException {
        message.setJMSReplyTo(new EscrowQueue("q"));
        assertThatThrownBy(() -> message.setJMSReplyTo(new Destination() { }))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> message.setJMSReplyTo(foreign(null))).isInstanceOf(InvalidDestinationException.class);
        assertThat(message.getJMSReplyTo()).isEqualTo(new EscrowQueue("q"));
    }

    @Test
    void acknowledgingAMessageThatWasNotDeliveredDoesNothing() throws JMSException {
        message.acknowledge();
        message.delivered(1, null, null);
        message.acknowledge();
        assertThat(message.getJMSMessageID()).isNull();
    }

    @Test
    void acknowledgeAsksWhoeverDelivered() throws JMSException {
        AtomicInteger calls = new AtomicInteger();
        message.delivered(1, calls::incrementAndGet, null);
        message.acknowledge();
        message.acknowledge();
        assertThat(calls).hasValue(2);
    }

    @Test
    void theErrorOfAClosedSessionComesThrough() {
        IllegalStateException closed = new IllegalStateException("closed");
        message.delivered(1, () -> {
            throw closed;
        }, null);
        assertThatThrownBy(message::acknowledge).isSameAs(closed);
    }

    @Test
    void toStringTellsWhatItIsButNotWhatItSays() throws JMSException {
        EscrowTextMessage text = (EscrowTextMessage) EscrowMessage.create(MessageKind.TEXT);
        text.setText("secret body");
        text.setStringProperty("card", "secret value");
        assertThat(text.toString()).contains("a TextMessage", "card").doesNotContain("secret");
        text.setJMSMessageID("ID:7");
        text.setJMSDestination(new EscrowQueue("orders"));
        text.setJMSType("order");
        text.setJMSCorrelationID("c-1");
        text.setJMSReplyTo(new EscrowTopic("replies"));
        text.delivered(3, null, null);
        assertThat(text.toString()).contains("TextMessage ID:7", "queue orders", "persistent", "priority=4",
                "type=order", "correlationId=c-1", "topic replies", "delivery=3");
    }

    private static Queue foreign(String name) {
        return () -> name;
    }
}
