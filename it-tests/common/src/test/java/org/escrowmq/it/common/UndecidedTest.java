package org.escrowmq.it.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndecidedTest {

    @TempDir
    private Path log;

    @Test
    void everyFileOfATransactionThatIsNotEmptyIsADecision() throws IOException {
        Path transactions = Files.createDirectories(log.resolve("store/TwoPhaseCoordinator/AtomicAction"));
        assertThat(Undecided.decisions(log)).isZero();
        Files.writeString(transactions.resolve("decided"), "commit");
        Files.createFile(transactions.resolve("killed before it was written"));
        Files.writeString(log.resolve("store/something else"), "x");
        assertThat(Undecided.decisions(log)).isEqualTo(1);
    }

    @Test
    void aLogThatWasNeverWrittenHasNoDecisions() throws IOException {
        assertThat(Undecided.decisions(log.resolve("nothing"))).isZero();
    }
}
