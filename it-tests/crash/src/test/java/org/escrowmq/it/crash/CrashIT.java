package org.escrowmq.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.escrowmq.it.crash.history.Outcome;
import org.escrowmq.it.crash.history.Violation.Rule;
import org.junit.jupiter.api.Test;

/** A short run, with a seed that differs from one build to the next; it is printed. */
class CrashIT {

    private static final Path WORK = Path.of(System.getProperty("escrow.crash.work"));

    @Test
    void storesAndAnswersAgreeAfterEveryKill() throws IOException, InterruptedException {
        Totals totals = run("stores", "--cycles", "24");
        assertThat(totals.isClean()).as(totals.report()).isTrue();
        assertThat(totals.count(Outcome.ROLLED_BACK)).isPositive();
    }

    @Test
    void storesAndAnswersAgreeAfterEveryKillOfARemoteBrokerAndOfWhoUsesIt() throws IOException, InterruptedException {
        Totals totals = run("remote", "--cycles", "14", "--broker", "remote");
        assertThat(totals.isClean()).as(totals.report()).isTrue();
        assertThat(totals.count(Outcome.ROLLED_BACK)).isPositive();
    }

    @Test
    void brokerThatDoesNotWaitForItsJournalIsCaught() throws IOException, InterruptedException {
        Totals totals = run("no-flush", "--cycles", "3", "--sabotage", "no-flush");
        assertThat(totals.isClean()).isFalse();
        assertThat(totals.count(Rule.LOST) + totals.count(Rule.DUPLICATED)).as(totals.table(0)).isPositive();
    }

    private static Totals run(String name, String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--work";
        all[arguments.length + 1] = WORK.resolve(name).toString();
        return new CrashRun(Options.parse(all), System.out).run();
    }
}
