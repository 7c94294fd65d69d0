package org.escrowmq.broker.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than memory holds, in a process with a heap of 128 MiB. In a small size by default, and in full with
 * {@code -Descrow.volume=full}: a body of 1 GiB, a million messages of 1 KiB.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class VolumeTest {

    private static final boolean FULL = "full".equals(System.getProperty("escrow.volume"));
    private static final long BODY_MEBIBYTES = FULL ? 1024 : 192;
    private static final long MESSAGES = FULL ? 1_000_000 : 30_000;

    @TempDir
    private Path parent;

    private void run(String task, long amount) throws IOException, InterruptedException {
        Path log = parent.resolve(task + ".log");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-cp", System.getProperty("java.class.path"), VolumeProcess.class.getName(), task,
                parent.resolve("store").toString(), Long.toString(amount))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(FULL ? 1200 : 180, TimeUnit.SECONDS)).as("%s ends in time", task).isTrue();
            String output = Files.readString(log);
            assertThat(process.exitValue()).as(output).isZero();
            output.lines().filter(line -> line.startsWith("volume: ")).forEach(System.out::println);
        } finally {
            process.destroyForcibly();
        }
    }

    private boolean isEmpty(String subdirectory) throws IOException {
        try (Stream<Path> files = Files.list(parent.resolve("store").resolve(subdirectory))) {
            return files.findAny().isEmpty();
        }
    }

    @Test
    void aBodyLargerThanTheHeapIsSentAndReceived() throws IOException, InterruptedException {
        run("body", BODY_MEBIBYTES);
        assertThat(isEmpty("large-messages")).isTrue();
        assertThat(isEmpty("bodies")).isTrue();
    }

    @Test
    void aBacklogLargerThanMemoryForMessagesIsDrainedInOrderAndOutlivesAHaltInTheMiddle()
            throws IOException, InterruptedException {
        run("fillAndHalt", MESSAGES);
        run("drainRest", MESSAGES);
    }
}
