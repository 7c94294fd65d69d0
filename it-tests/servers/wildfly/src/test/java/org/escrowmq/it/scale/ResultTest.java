package org.escrowmq.it.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.escrowmq.it.load.Account;
import org.junit.jupiter.api.Test;

class ResultTest {

    private static final Account GOOD = new Account(10, 2, 0, 0, 10, 0, 0, 0, 0);
    private static final Account CUT_OFF = new Account(10, 2, 3, 1, 11, 0, 0, 0, 0);
    private static final Account IN_DOUBT = new Account(10, 2, 3, 1, 11, 0, 0, 0, 1);

    @Test
    void requestsThatFailWithTheKillAreBalanced() {
        assertThat(new Result(GOOD, CUT_OFF, 0).balanced()).isTrue();
    }

    @Test
    void requestsThatFailWithoutAKillAreNot() {
        assertThat(new Result(CUT_OFF, GOOD, 0).balanced()).isFalse();
    }

    @Test
    void eachStageHasToAddUp() {
        assertThat(new Result(IN_DOUBT, GOOD, 0).balanced()).isFalse();
        assertThat(new Result(GOOD, IN_DOUBT, 0).balanced()).isFalse();
    }

    @Test
    void aMessageThatIsLeftOnTheBrokerIsTooMuch() {
        assertThat(new Result(GOOD, CUT_OFF, 1).balanced()).isFalse();
    }
}
