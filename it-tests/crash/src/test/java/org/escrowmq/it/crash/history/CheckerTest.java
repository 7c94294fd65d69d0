package org.escrowmq.it.crash.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.escrowmq.it.crash.history.Observation.ConsumedRow;
import org.escrowmq.it.crash.history.Observation.SentRow;
import org.escrowmq.it.crash.history.Violation.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker says what is wrong with a history that is known to be wrong, and nothing about one that is right. */
class CheckerTest {

    private static final MessageId FIRST = new MessageId("p", 1, Destinations.SINGLE);
    private static final MessageId SECOND = new MessageId("p", 2, Destinations.SINGLE);
    private static final MessageId THIRD = new MessageId("p", 3, Destinations.SINGLE);
    private static final MessageId PUBLISHED = new MessageId("p", 4, Destinations.TOPIC);

    private final History history = new History();
    private final Observation observation = new Observation();

    @BeforeEach
    void startProcess() {
        history.nextCycle();
        Destinations.QUEUES.forEach(observation::sees);
    }

    @Test
    void messageThatIsThereOrConsumedOnceIsRight() {
        sends("t1", true, Outcome.COMMITTED, FIRST, SECOND);
        receives("t2", true, Outcome.COMMITTED, FIRST);
        stored("t1", FIRST, SECOND);
        consumed("t2", FIRST);
        observation.holds(SECOND, true);
        assertThat(check()).isEmpty();
    }

    @Test
    void messageOfACommittedTransactionThatIsNowhereIsLost() {
        sends("t1", true, Outcome.COMMITTED, FIRST);
        stored("t1", FIRST);
        assertThat(rules()).containsExactly(Rule.LOST);
    }

    @Test
    void answeredCommitThatLeftNothingInEitherStoreIsLost() {
        sends("t1", true, Outcome.COMMITTED, FIRST);
        assertThat(rules()).containsOnly(Rule.LOST);
    }

    @Test
    void rowOfACommittedTransactionThatIsNotThereIsLost() {
        sends("t1", true, Outcome.COMMITTED, FIRST);
        observation.holds(FIRST, true);
        assertThat(rules()).containsExactly(Rule.LOST);
    }

    @Test
    void consumptionWithoutItsRowIsLost() {
        held(FIRST);
        receives("t2", true, Outcome.COMMITTED, FIRST);
        observation.forgetMessages();
        Destinations.QUEUES.forEach(observation::sees);
        assertThat(rules()).containsOnly(Rule.LOST);
    }

    @Test
    void messageThatWasConsumedAndIsStillThereIsDuplicated() {
        held(FIRST);
        receives("t2", true, Outcome.COMMITTED, FIRST);
        consumed("t2", FIRST);
        assertThat(rules()).containsExactly(Rule.DUPLICATED);
    }

    @Test
    void messageConsumedTwiceIsDuplicated() {
        sends("t1", true, Outcome.COMMITTED, FIRST);
        stored("t1", FIRST);
        receives("t2", true, Outcome.COMMITTED, FIRST);
        received("t3", true, Outcome.COMMITTED, FIRST, true);
        consumed("t2", FIRST);
        consumed("t3", FIRST);
        assertThat(rules()).containsExactly(Rule.DUPLICATED);
    }

    @Test
    void messageThatIsThereTwiceIsDuplicated() {
        held(FIRST);
        observation.holds(FIRST, true);
        assertThat(rules()).containsExactly(Rule.DUPLICATED);
    }

    @Test
    void messageConsumedInATransactionOfMessagesOnlyIsGoneForGood() {
        held(FIRST);
        receives("t2", false, Outcome.COMMITTED, FIRST);
        assertThat(rules()).containsExactly(Rule.DUPLICATED);
    }

    @Test
    void messageOrRowOfARolledBackTransactionIsLeaked() {
        sends("t1", true, Outcome.ROLLED_BACK, FIRST);
        sends("t2", true, Outcome.TIMED_OUT, SECOND);
        observation.holds(FIRST, true);
        stored("t2", SECOND);
        assertThat(rules()).containsExactly(Rule.LEAKED, Rule.LEAKED);
    }

    @Test
    void rowOfAConsumptionThatWasRolledBackIsLeaked() {
        held(FIRST);
        receives("t2", true, Outcome.ROLLED_BACK, FIRST);
        consumed("t2", FIRST);
        assertThat(rules()).contains(Rule.LEAKED);
    }

    @Test
    void messageThatNobodySentIsLeaked() {
        observation.holds(FIRST, true);
        assertThat(rules()).containsExactly(Rule.LEAKED);
    }

    @Test
    void transactionWithoutAnswerMayBeThereOrNot() {
        sends("t1", true, Outcome.UNKNOWN, FIRST, SECOND);
        sends("t2", true, Outcome.UNKNOWN, THIRD);
        stored("t1", FIRST, SECOND);
        observation.holds(FIRST, true);
        observation.holds(SECOND, true);
        assertThat(check()).isEmpty();
    }

    @Test
    void transactionWithoutAnswerIsThereInBothStoresOrInNone() {
        sends("t1", true, Outcome.UNKNOWN, FIRST);
        stored("t1", FIRST);
        assertThat(rules()).containsExactly(Rule.LOST);
    }

    @Test
    void transactionOfMessagesOnlyWithoutAnswerIsThereAsAWhole() {
        sends("t1", false, Outcome.UNKNOWN, FIRST, SECOND);
        observation.holds(FIRST, true);
        assertThat(rules()).containsExactly(Rule.LOST);
    }

    @Test
    void whatATransactionWithoutAnswerTurnedOutToBeItStays() {
        sends("t1", true, Outcome.UNKNOWN, FIRST);
        assertThat(check()).isEmpty();
        stored("t1", FIRST);
        observation.holds(FIRST, true);
        assertThat(rules()).containsOnly(Rule.LEAKED);
    }

    @Test
    void messageThatATransactionOfMessagesOnlyMayHaveConsumedIsNotLost() {
        sends("t1", true, Outcome.COMMITTED, FIRST);
        stored("t1", FIRST);
        receives("t2", false, Outcome.UNKNOWN, FIRST);
        assertThat(check()).isEmpty();
        observation.holds(FIRST, true);
        assertThat(rules()).as("it was consumed, so it must not come back").containsExactly(Rule.DUPLICATED);
    }

    @Test
    void messageOfASubscriptionIsLostOnlyWhenTheSubscriptionWasLookedAt() {
        sends("t1", true, Outcome.COMMITTED, PUBLISHED);
        stored("t1", PUBLISHED);
        assertThat(check()).isEmpty();
        observation.sees(Destinations.TOPIC);
        assertThat(rules()).containsExactly(Rule.LOST);
    }

    @Test
    void changedBodyIsDamaged() {
        sends("t1", false, Outcome.COMMITTED, FIRST);
        observation.holds(FIRST, false);
        assertThat(rules()).containsExactly(Rule.DAMAGED);
    }

    @Test
    void heuristicResultIsAViolation() {
        sends("t1", true, Outcome.HEURISTIC, FIRST);
        assertThat(rules()).containsExactly(Rule.HEURISTIC);
    }

    @Test
    void messagesOfOneProducerThatOvertakeEachOtherAreDisordered() {
        consumedInOrder(SECOND, FIRST);
        assertThat(rules()).containsExactly(Rule.DISORDERED);
    }

    @Test
    void messagesInOrderAreRightAlsoFromOneProcessToTheNext() {
        sends("t1", false, Outcome.COMMITTED, FIRST, SECOND);
        receives("t2", false, Outcome.COMMITTED, FIRST);
        history.nextCycle();
        receives("t3", false, Outcome.COMMITTED, SECOND);
        assertThat(check()).isEmpty();
    }

    @Test
    void messagesThatOvertakeEachOtherAcrossAKillAreDisorderedToo() {
        sends("t1", false, Outcome.COMMITTED, FIRST, SECOND);
        receives("t2", false, Outcome.COMMITTED, SECOND);
        history.nextCycle();
        receives("t3", false, Outcome.COMMITTED, FIRST);
        assertThat(rules()).containsExactly(Rule.DISORDERED);
    }

    @Test
    void messageThatWasRolledBackMayComeLater() {
        sends("t1", false, Outcome.COMMITTED, FIRST, SECOND);
        receives("t2", false, Outcome.ROLLED_BACK, FIRST);
        receives("t3", false, Outcome.COMMITTED, SECOND);
        received("t4", false, Outcome.COMMITTED, FIRST, true);
        assertThat(check()).isEmpty();
    }

    @Test
    void messageThatComesAgainWithoutSayingSoIsUnflagged() {
        held(FIRST);
        receives("t2", true, Outcome.ROLLED_BACK, FIRST);
        receives("t3", true, Outcome.ROLLED_BACK, FIRST);
        assertThat(rules()).containsExactly(Rule.UNFLAGGED);
        assertThat(Deliveries.count(history)).isEqualTo(new Deliveries.Counts(1, 0, 0, 0));
    }

    @Test
    void messageThatComesAgainAfterAKillWithoutSayingSoIsUnflagged() {
        held(FIRST);
        receives("t2", true, Outcome.UNKNOWN, FIRST);
        history.nextCycle();
        receives("t3", true, Outcome.UNKNOWN, FIRST);
        assertThat(rules()).containsExactly(Rule.UNFLAGGED);
    }

    @Test
    void messageThatComesAgainAfterAKillAndSaysSoIsCounted() {
        held(FIRST);
        receives("t2", true, Outcome.UNKNOWN, FIRST);
        history.nextCycle();
        received("t3", true, Outcome.UNKNOWN, FIRST, true);
        assertThat(check()).isEmpty();
        assertThat(Deliveries.count(history)).isEqualTo(new Deliveries.Counts(0, 1, 0, 0));
    }

    @Test
    void messageThatComesAgainAfterAKillOfTheBrokerAloneNeedNotSaySo() {
        held(FIRST);
        receives("t2", true, Outcome.REFUSED, FIRST);
        history.brokerDies();
        receives("t3", true, Outcome.REFUSED, FIRST);
        history.nextCycle();
        received("t4", true, Outcome.REFUSED, FIRST, true);
        assertThat(check()).isEmpty();
        assertThat(Deliveries.count(history)).isEqualTo(new Deliveries.Counts(0, 0, 2, 1));

        receives("t5", true, Outcome.REFUSED, FIRST);
        assertThat(rules()).containsExactly(Rule.UNFLAGGED);
    }

    @Test
    void messageThatIsSentWhileABranchOfItsSenderIsInDoubtMayOvertakeIt() {
        history.brokerDies();
        consumedInOrder(SECOND, FIRST);
        assertThat(check()).isEmpty();
    }

    @Test
    void rowsThatAKilledProcessToldInPartAreToldAgainByTheNext() {
        sends("t1", true, Outcome.COMMITTED, FIRST);
        observation.row(new SentRow(FIRST, "t1"));
        observation.forgetRowsNotKept();
        observation.row(new SentRow(FIRST, "t1"));
        observation.keepRows();
        observation.forgetRowsNotKept();
        held(FIRST);
        assertThat(check()).isEmpty();
    }

    private List<Violation> check() {
        return Checker.check(history, observation);
    }

    private List<Rule> rules() {
        return check().stream().map(Violation::rule).toList();
    }

    private void sends(String transaction, boolean rows, Outcome outcome, MessageId... messages) {
        history.accept(new Event.Begun(transaction, "producer", rows));
        for (MessageId message : messages) {
            history.accept(new Event.Sent(transaction, message));
        }
        history.accept(new Event.Ended(transaction, outcome));
    }

    private void receives(String transaction, boolean rows, Outcome outcome, MessageId message) {
        received(transaction, rows, outcome, message, false);
    }

    private void received(String transaction, boolean rows, Outcome outcome, MessageId message, boolean again) {
        history.accept(new Event.Begun(transaction, "consumer", rows));
        history.accept(new Event.Received(transaction, message, again, again ? 2 : 1, true));
        history.accept(new Event.Ended(transaction, outcome));
    }

    private void consumedInOrder(MessageId first, MessageId second) {
        sends("t1", false, Outcome.COMMITTED, FIRST, SECOND);
        receives("t2", false, Outcome.COMMITTED, first);
        receives("t3", false, Outcome.COMMITTED, second);
    }

    /** Sent, committed, and still there. */
    private void held(MessageId message) {
        sends("held", false, Outcome.COMMITTED, message);
        observation.holds(message, true);
    }

    private void stored(String transaction, MessageId... messages) {
        for (MessageId message : messages) {
            observation.row(new SentRow(message, transaction));
        }
    }

    private void consumed(String transaction, MessageId message) {
        observation.row(new ConsumedRow(message, transaction));
    }
}
