package org.escrowmq.it.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.escrowmq.it.server.ServerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code it-tests/scale-it} does, with fewer orders. Another seed: {@code -Descrow.scale.seed=n}. */
@Timeout(600)
class ScaleIT {

    private static final int ORDERS = 100;
    private static final int CLIENTS = 4;

    @Test
    void theSameArchiveRunsEmbeddedAndOnAPairOfWhichOneIsKilledAndItsNumbersAddUp() throws Exception {
        Options options = new Options(Long.getLong("escrow.scale.seed", 1), ORDERS, CLIENTS, ServerKind.home(),
                Path.of(System.getProperty("escrow.it.sample")),
                Path.of(System.getProperty("escrow.it.work"), "scale-it"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        Result result = new ScaleIt(options, new PrintStream(said, true, StandardCharsets.UTF_8)).run();

        assertThat(result.balanced()).as("%s%n%s", said.toString(StandardCharsets.UTF_8), result.table()).isTrue();
        assertThat(result.embedded().placed()).isGreaterThanOrEqualTo(ORDERS / 2);
        assertThat(result.pair().placed()).isGreaterThanOrEqualTo(ORDERS);
    }
}
