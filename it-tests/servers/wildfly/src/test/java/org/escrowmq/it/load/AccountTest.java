package org.escrowmq.it.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final StoredOrder GOOD = new StoredOrder("good", 1, 1);

    private final Map<String, Outcome> outcomes = new TreeMap<>(Map.of(
            "good", Outcome.PLACED, "back", Outcome.ROLLED_BACK));

    @Test
    void everyConfirmedOrderConsumedOnceAndEveryRollbackGoneIsBalanced() {
        Account account = account(GOOD);
        assertThat(account).isEqualTo(new Account(1, 1, 0, 0, 1, 0, 0, 0, 0));
        assertThat(account.balanced()).isTrue();
    }

    @Test
    void confirmedOrderThatIsNotThereIsLost() {
        assertUnbalanced(account(), 1, 0, 0);
    }

    @Test
    void orderThatWasNeverConsumedIsLost() {
        assertUnbalanced(account(new StoredOrder("good", 0, 0)), 1, 0, 0);
    }

    @Test
    void consumptionWhoseEventNeverArrivedIsLost() {
        assertUnbalanced(account(new StoredOrder("good", 1, 0)), 1, 0, 0);
    }

    @Test
    void orderConsumedTwiceIsDuplicated() {
        assertUnbalanced(account(new StoredOrder("good", 2, 1)), 0, 1, 0);
    }

    @Test
    void eventHeardTwiceIsDuplicated() {
        assertUnbalanced(account(new StoredOrder("good", 1, 2)), 0, 1, 0);
    }

    @Test
    void rolledBackOrderThatIsThereIsLeaked() {
        assertUnbalanced(account(GOOD, new StoredOrder("back", 1, 1)), 0, 0, 1);
    }

    @Test
    void orderThatWasToBeRolledBackIsLeakedIfItIsThereEvenWithoutAnAnswer() {
        outcomes.put("cut off", Outcome.UNKNOWN_ROLLBACK);
        assertUnbalanced(account(GOOD, new StoredOrder("cut off", 1, 1)), 0, 0, 1);
        assertThat(account(GOOD).balanced()).isTrue();
    }

    @Test
    void orderThatNobodyAskedForIsLeaked() {
        assertUnbalanced(account(GOOD, new StoredOrder("invented", 1, 1)), 0, 0, 1);
    }

    @Test
    void orderWithoutAnswerMayBeThereOrNotButHasToBeConsumedOnce() {
        outcomes.put("cut off", Outcome.UNKNOWN);
        assertThat(account(GOOD).balanced()).isTrue();
        assertThat(account(GOOD, new StoredOrder("cut off", 1, 1)).balanced()).isTrue();
        assertThat(account(GOOD, new StoredOrder("cut off", 1, 1)).unknownPlaced()).isEqualTo(1);
        assertUnbalanced(account(GOOD, new StoredOrder("cut off", 0, 0)), 1, 0, 0);
        assertUnbalanced(account(GOOD, new StoredOrder("cut off", 2, 2)), 0, 2, 0);
    }

    @Test
    void consumptionWithoutOrderIsLeaked() {
        assertUnbalanced(Account.of(outcomes, List.of(GOOD), 1, 0), 0, 0, 1);
    }

    @Test
    void branchLeftInDoubtIsUnbalanced() {
        assertThat(Account.of(outcomes, List.of(GOOD), 0, 1).balanced()).isFalse();
    }

    @Test
    void runInWhichNothingWasPlacedProvesNothing() {
        assertThat(Account.of(Map.of(), List.of(), 0, 0).balanced()).isFalse();
    }

    private Account account(StoredOrder... stored) {
        return Account.of(outcomes, List.of(stored), 0, 0);
    }

    private static void assertUnbalanced(Account account, long lost, long duplicated, long leaked) {
        assertThat(account.lost()).as("lost").isEqualTo(lost);
        assertThat(account.duplicated()).as("duplicated").isEqualTo(duplicated);
        assertThat(account.leaked()).as("leaked").isEqualTo(leaked);
        assertThat(account.balanced()).isFalse();
    }
}
