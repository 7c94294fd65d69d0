package org.escrowmq.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A run of a few seconds: what it leaves is complete. How fast anything is, is not asked here. */
class BenchmarksIT {

    private static final Path WORK = Path.of(System.getProperty("escrow.bench.work"));

    @Test
    void resultsAreCompleteAndWhoDoesNotFlushIsCaught() throws IOException {
        int exitCode = BenchmarksIt.run("--work", WORK.toString(), "--quick", "--scenario", "send-transacted",
                "--contender", "escrowmq,no-flush", "--threads", "2", "--rounds", "1", "--seconds", "0.3", "--heap",
                "192");

        JsonObject results = read(WORK.resolve("results/results.json"));
        JsonObject ours = results.getJsonArray("results").getJsonObject(0);
        JsonObject control = results.getJsonArray("results").getJsonObject(1);
        assertThat(exitCode).as("because of the one that does not flush").isEqualTo(1);
        assertThat(ours.getString("contender")).isEqualTo("escrowmq");
        assertThat(ours.getBoolean("flushed")).isTrue();
        assertThat(ours.getJsonNumber("flushesPerOperation").doubleValue()).isGreaterThanOrEqualTo(0.45);
        assertThat(ours).containsKeys("scenario", "threads", "operationsPerSecond", "roundsPerSecond",
                "cpuMicrosPerOperation", "p50Micros", "p99Micros", "p99.9Micros", "ratioToEscrowMQ");
        assertThat(control.getString("contender")).isEqualTo("no-flush");
        assertThat(control.getBoolean("flushed")).isFalse();
        assertThat(results.getJsonObject("facts")).containsKeys("processor", "system", "store", "jvm", "versions",
                "plan");
        assertThat(results.getJsonObject("flushSettings")).containsKeys("escrowmq", "no-flush");
        assertThat(Files.readString(WORK.resolve("results/results.md"))).contains("DOES NOT FLUSH");
        assertThat(WORK.resolve("results/send-transacted.svg")).isNotEmptyFile();
    }

    @Test
    void unknownScenarioIsRefusedAndWhatThereIsIsListed() {
        assertThat(BenchmarksIt.run("--work", WORK.resolve("unused").toString(), "--scenario", "no-such-thing"))
                .isEqualTo(2);
    }

    private static JsonObject read(Path file) throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
            return reader.readObject();
        }
    }
}
