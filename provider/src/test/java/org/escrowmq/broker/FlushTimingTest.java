package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.escrowmq.security.SecuritySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How it is found how long to gather for a force. */
class FlushTimingTest {

    @TempDir
    private Path directory;

    @Test
    void measuringIsShortAndLeavesNoFile() throws IOException {
        long nanos = assertTimeout(Duration.ofSeconds(2), () -> FlushTiming.measureFlushNanos(directory));
        assertThat(nanos).isPositive();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 10000", "100000, 50000", "10000000, 200000"})
    void gatheringIsShorterThanAForceWithinBounds(long flushNanos, int timeout) {
        assertThat(FlushTiming.timeoutNanos(flushNanos)).isEqualTo(timeout);
    }

    @Test
    void withoutAGivenTimerTheDeviceIsMeasuredOnceAndTheResultIsUsed() throws JMSException, IOException {
        BrokerSettings measured = new BrokerSettings(directory, null, true, false, true, 0, 64 << 20, 0, 10,
                RedeliveryPolicy.AT_ONCE, SecuritySettings.OFF, null);
        int timeout;
        try (BrokerRig rig = BrokerRig.with(measured)) {
            timeout = timer(rig);
        }
        assertThat(Files.readString(directory.resolve("escrowmq.properties"))).doesNotContain("flushNanos=0\n");
        try (BrokerRig rig = BrokerRig.with(measured)) {
            assertThat(timer(rig)).isEqualTo(timeout).isBetween(10_000, 200_000);
        }
        BrokerSettings given = new BrokerSettings(directory, null, true, false, true, 123_456, 64 << 20, 0, 10,
                RedeliveryPolicy.AT_ONCE, SecuritySettings.OFF, null);
        try (BrokerRig rig = BrokerRig.with(given)) {
            assertThat(timer(rig)).isEqualTo(123_456);
        }
    }

    private static int timer(BrokerRig rig) {
        return rig.broker().engine().server().getConfiguration().getJournalBufferTimeout_NIO();
    }
}
