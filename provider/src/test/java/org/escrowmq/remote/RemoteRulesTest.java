package org.escrowmq.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.escrowmq.RedeliveryOptions;
import org.escrowmq.broker.Redelivery;
import org.escrowmq.broker.encoding.CoreMessages;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.message.BodyStore;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.MessageKind;
import org.junit.jupiter.api.Test;

/** What is done with a message that comes back to a remote broker, and what the copy is like that takes its place. */
class RemoteRulesTest {

    private static final EscrowQueue ORDERS = new EscrowQueue("orders");
    private static final SimpleString ADDRESS = SimpleString.of("orders");
    private static final byte[] BODY = {1, 2, 3};
    private static final long SENT = 1_000_000;

    private static Redelivery options(String... namesAndValues) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return RedeliveryOptions.read(options);
    }

    private static RemoteRules rules(Redelivery own) {
        return RemoteRules.of(own, Redelivery.AS_USUAL);
    }

    private static ClientMessage message(int deliveries) {
        ClientMessageImpl message = new ClientMessageImpl(
                Message.BYTES_TYPE, true, SENT + 600_000, SENT, (byte) 7, CoreMessages.USUAL_HEADER_BYTES);
        message.putStringProperty("color", "red");
        message.putBytesProperty(SimpleString.of("JMSCorrelationID"), new byte[] {4, 5});
        message.putStringProperty(Message.HDR_GROUP_ID, SimpleString.of("group"));
        message.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of("once"));
        message.setScheduledDeliveryTime(SENT + 5);
        message.setAddress(ADDRESS);
        message.setMessageID(99);
        message.setDeliveryCount(deliveries);
        return message;
    }

    private static Attempt attempt(int deliveries) {
        return attempt(message(deliveries));
    }

    private static Attempt attempt(ClientMessage message) {
        return new Attempt(message, BODY, SimpleString.of("orders"), ADDRESS, RoutingType.ANYCAST);
    }

    private static boolean[] moved(RemoteRules rules, int upTo) {
        boolean[] moved = new boolean[upTo];
        for (int i = 0; i < upTo; i++) {
            moved[i] = rules.move(attempt(i + 1));
        }
        return moved;
    }

    private static EscrowMessage received(ICoreMessage copy) {
        return CoreMessages.decode(copy, ORDERS,
                CoreMessages.decodeBody(MessageKind.BYTES, ByteBuffer.wrap(BODY)), BodyStore.NONE);
    }

    // ---- when -----------------------------------------------------------------------------------------------------

    @Test
    void whoSaysNothingHasNoRulesHere() {
        assertThat(RemoteRules.of(options(), options())).isNull();
    }

    @Test
    void aLimitAloneLeavesItToTheBrokerWhenMessagesComeAgain() {
        assertThat(moved(rules(options("maxDeliveryAttempts", "3")), 3)).containsExactly(false, false, true);
    }

    @Test
    void aDelayAloneEndsAfterTheUsualNumberOfDeliveriesBecauseTheBrokerDoesNotCountThem() {
        RemoteRules rules = rules(options("redeliveryDelayMillis", "10"));
        assertThat(moved(rules, 12)).containsOnly(true);
        assertThat(rules.isGivenUp(attempt(9))).isFalse();
        assertThat(rules.isGivenUp(attempt(10))).isTrue();
        assertThat(rules.deadLetters().name()).isEqualTo("DLQ");
    }

    @Test
    void withoutALimitAMessageIsNeverGivenUp() {
        assertThat(rules(options("redeliveryDelayMillis", "10", "maxDeliveryAttempts", "-1"))
                .isGivenUp(attempt(1_000))).isFalse();
    }

    @Test
    void aMultiplierAloneIsThatOfTheUsualDelaysWhichBeginAtTheThirdRedelivery() {
        assertThat(moved(rules(options("redeliveryBackOffMultiplier", "3")), 4))
                .containsExactly(false, false, true, true);
    }

    @Test
    void aDeadLetterQueueAloneIsForWhatWasDeliveredTheUsualNumberOfTimes() {
        RemoteRules rules = rules(options("deadLetterDestination", "dead"));
        assertThat(rules.isGivenUp(attempt(9))).isFalse();
        assertThat(rules.isGivenUp(attempt(10))).isTrue();
        assertThat(rules.deadLetters().name()).isEqualTo("dead");
    }

    @Test
    void whatIsInTheDeadLetterQueueIsNotGivenUp() {
        assertThat(rules(options("maxDeliveryAttempts", "1", "deadLetterDestination", "orders"))
                .isGivenUp(attempt(5))).isFalse();
    }

    @Test
    void whatHoldsForAllIsReplacedWhereTheConsumerSaysSomethingItself() {
        Redelivery forAll = options("maxDeliveryAttempts", "5", "redeliveryDelayMillis", "10");
        RemoteRules own = RemoteRules.of(options("maxDeliveryAttempts", "2"), forAll);
        assertThat(own.isGivenUp(attempt(2))).isTrue();
        assertThat(own.move(attempt(1))).isTrue();
        RemoteRules silent = RemoteRules.of(options(), forAll);
        assertThat(silent.isGivenUp(attempt(4))).isFalse();
        assertThat(silent.isGivenUp(attempt(5))).isTrue();
        assertThat(RemoteRules.of(options("maxDeliveryAttempts", "-1"), forAll).isGivenUp(attempt(99))).isFalse();
    }

    // ---- copies ---------------------------------------------------------------------------------------------------

    @Test
    void aCopyThatWaitsIsForItsQueueAloneAndIsOtherwiseTheMessage() {
        ClientMessage copy = attempt(3).delayed(SENT + 70_000);
        assertThat(copy.getAddress()).isEqualTo("orders::orders");
        assertThat(copy.getScheduledDeliveryTime()).isEqualTo(SENT + 70_000);
        EscrowMessage original = received(message(3));
        EscrowMessage again = received(copy);
        assertThat(again.headers()).usingRecursiveComparison().isEqualTo(original.headers());
        assertThat(again.headers().getDeliveryTime()).isEqualTo(SENT + 5);
        assertThat(original.properties()).contains(entry("_AMQ_DUPL_ID", "once"));
        original.properties().remove("_AMQ_DUPL_ID");
        assertThat(again.properties()).isEqualTo(original.properties());
        ActiveMQBuffer body = copy.getReadOnlyBodyBuffer();
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        assertThat(bytes).isEqualTo(BODY);
    }

    @Test
    void theCountGoesOnOverCopiesAndAFailureIsRemembered() {
        Attempt first = attempt(2);
        first.failed(new IllegalStateException("out of stock"));
        ClientMessage copy = first.delayed(SENT);
        copy.setDeliveryCount(1);
        Attempt second = attempt(copy);
        assertThat(second.number()).isEqualTo(3);
        ClientMessage next = second.delayed(SENT);
        next.setDeliveryCount(2);
        Attempt third = attempt(next);
        assertThat(third.number()).isEqualTo(5);
        assertThat(third.cause()).isEqualTo("delivery 5, the last that is allowed, was rolled back; delivery 2 failed: "
                + "java.lang.IllegalStateException: out of stock");
        assertThat(received(third.delayed(SENT)).headers().getDeliveryTime()).isEqualTo(SENT + 5);
    }

    @Test
    void aDeadLetterOfACopySaysWhereItWasAndIsNoCopyAnyMore() {
        ClientMessage copy = attempt(2).delayed(SENT + 70_000);
        copy.setDeliveryCount(1);
        ClientMessage letter = attempt(copy).deadLetter(SimpleString.of("DLQ"));
        assertThat(letter.getAddress()).isEqualTo("DLQ");
        assertThat(letter.getScheduledDeliveryTime()).isEqualTo(SENT + 5);
        EscrowMessage received = received(letter);
        assertThat(received.headers().getExpiration()).isZero();
        assertThat(received.properties()).contains(
                entry("JMS_ESCROW_CAUSE", "delivery 3, the last that is allowed, was rolled back"),
                entry("JMS_ESCROW_ORIGINAL_DESTINATION", "queue://orders"), entry("JMS_ESCROW_DELIVERIES", 3),
                entry("_AMQ_ORIG_ADDRESS", "orders"), entry("_AMQ_ORIG_QUEUE", "orders"), entry("color", "red"));
        assertThat(attempt(letter).number()).isZero();
    }

    @Test
    void whatIsWrongWithAnOptionIsSaidWithThoseOfTheUrl() {
        assertThat(RemoteBroker.optionFaults(Map.of("maxDeliveryAttempts", "often", "objectMessageClasses", "a.*")))
                .singleElement().asString().contains("maxDeliveryAttempts");
        assertThat(RemoteBroker.optionFaults(Map.of("redeliveryDelayMillis", "10", "deadLetterDestination", "dead")))
                .isEqualTo(List.of(RemoteBroker.optionFaults(Map.of("deadLetterDestination", "dead")).get(0)));
    }
}
