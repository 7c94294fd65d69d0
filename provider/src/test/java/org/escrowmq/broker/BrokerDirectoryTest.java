package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which directories a broker accepts, and that it leaves the others as they were. */
@Timeout(60)
class BrokerDirectoryTest {

    @TempDir
    private Path parent;

    /** Runs in a process of its own: opens the directory, says so, and ends when its input does. */
    static final class Holder {

        private Holder() { }

        public static void main(String[] arguments) throws Exception {
            try (BrokerDirectory directory = BrokerDirectory.open(Path.of(arguments[0]))) {
                System.out.println(directory.resourceManagerId());
                System.in.read();
            }
        }
    }

    private static Map<String, String> snapshot(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                // The lock file may be written: it is not data.
                if (!path.endsWith("escrowmq.lock")) {
                    files.put(directory.relativize(path).toString(), Files.readString(path));
                }
            }
        }
        return files;
    }

    private Path existing() throws JMSException, IOException {
        Path directory = parent.resolve("store");
        BrokerDirectory.open(directory).close();
        Files.createDirectories(directory.resolve("journal"));
        Files.writeString(directory.resolve("journal/amq-1.amq"), "precious");
        return directory;
    }

    private static void assertRefused(Path directory, String... words) throws IOException {
        Map<String, String> before = snapshot(directory);
        assertThatThrownBy(() -> BrokerDirectory.open(directory))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContainingAll(words)
                .extracting(e -> ((JMSException) e).getErrorCode()).isEqualTo("DIRECTORY_REFUSED");
        assertThat(snapshot(directory)).isEqualTo(before);
    }

    @Test
    void aNewDirectoryIsCreatedWithItsParentsAndGetsAnIdentityThatStays() throws Exception {
        Path directory = parent.resolve("a/b/store");
        String id;
        try (BrokerDirectory opened = BrokerDirectory.open(directory)) {
            id = opened.resourceManagerId();
            assertThat(UUID.fromString(id)).isNotNull();
        }
        assertThat(Files.readString(directory.resolve("escrowmq.properties")))
                .contains("formatVersion=1", "resourceManagerId=" + id, "created=");
        try (BrokerDirectory again = BrokerDirectory.open(directory)) {
            assertThat(again.resourceManagerId()).isEqualTo(id);
        }
    }

    @Test
    void aDirectoryOpenInThisProcessIsRefusedUntilItIsClosed() throws Exception {
        Path directory = existing();
        BrokerDirectory first = BrokerDirectory.open(directory);
        assertRefused(directory, "in use", "this process", "process " + ProcessHandle.current().pid());
        assertThatThrownBy(() -> BrokerDirectory.open(directory.resolve("../store"))).hasMessageContaining("in use");
        first.close();
        BrokerDirectory.open(directory).close();
    }

    @Test
    void aLinkToADirectoryThatIsOpenIsRefused() throws Exception {
        Path directory = existing();
        Path link = Files.createSymbolicLink(parent.resolve("link"), directory);
        try (BrokerDirectory first = BrokerDirectory.open(directory)) {
            assertThat(first.path()).isEqualTo(directory);
            assertRefused(link, "in use");
        }
    }

    @Test
    void aDirectoryOpenInAnotherProcessIsRefusedNamingThatProcessUntilItDies() throws Exception {
        Path directory = existing();
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Holder.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = holder.inputReader()) {
            assertThat(output.readLine()).isNotNull();
            assertRefused(directory, "in use", "process " + holder.pid(), " on ", "since 2");
            // A refused attempt must not have released the other process' lock.
            assertRefused(directory, "process " + holder.pid());
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
        BrokerDirectory.open(directory).close();
    }

    @Test
    void aRefusedAttemptInTheSameProcessKeepsOtherProcessesOut() throws Exception {
        Path directory = existing();
        try (BrokerDirectory first = BrokerDirectory.open(directory)) {
            assertThat(first.path()).isEqualTo(directory);
            assertRefused(directory, "this process");
            Process second = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), Holder.class.getName(), directory.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(second.getInputStream().readAllBytes());
            assertThat(output).contains("is in use by process " + ProcessHandle.current().pid());
            assertThat(second.waitFor()).isNotZero();
        }
    }

    @Test
    void aFileInPlaceOfADirectoryIsRefused() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "content");
        assertThatThrownBy(() -> BrokerDirectory.open(file))
                .isInstanceOf(JMSException.class).hasMessageContainingAll(file.toString(), "not a directory");
        assertThatThrownBy(() -> BrokerDirectory.open(file.resolve("below")))
                .isInstanceOf(JMSException.class).hasMessageContaining(file.resolve("below").toString());
        assertThat(Files.readString(file)).isEqualTo("content");
    }

    @Test
    void aDirectoryThatCannotBeCreatedIsRefused() {
        Path impossible = Path.of("/proc/escrowmq/store");
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")));
        assertThatThrownBy(() -> BrokerDirectory.open(impossible))
                .isInstanceOf(JMSException.class).hasMessageContainingAll(impossible.toString(), "cannot be created");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsRefused() throws Exception {
        Path directory = Path.of("/proc/self");
        if (!Files.isDirectory(directory)) {
            directory = Files.createDirectory(parent.resolve("read-only"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
            Assumptions.assumeFalse(Files.isWritable(directory));
        }
        Path readOnly = directory;
        assertThatThrownBy(() -> BrokerDirectory.open(readOnly))
                .isInstanceOf(JMSException.class).hasMessageContainingAll(readOnly.toString(), "not writable");
    }

    @Test
    void aNewerFormatIsRefusedNamingBothVersions() throws Exception {
        Path directory = existing();
        Path file = directory.resolve("escrowmq.properties");
        Files.writeString(file, Files.readString(file).replace("formatVersion=1", "formatVersion=2"));
        assertRefused(directory, "format version 2", "up to version 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "formatVersion=1\n", "formatVersion=one\nresourceManagerId=6f1c7a3e-0d3b-4a53-9a4e-0c6a4f1b2c3d\n",
        "formatVersion=0\nresourceManagerId=6f1c7a3e-0d3b-4a53-9a4e-0c6a4f1b2c3d\n",
        "formatVersion=1\nresourceManagerId=not a uuid\n", "resourceManagerId=6f1c7a3e-0d3b-4a53-9a4e-0c6a4f1b2c3d\n",
        "\\u12"})
    void aDamagedIdentityIsRefusedAndNeverReplaced(String content) throws Exception {
        Path directory = existing();
        Files.writeString(directory.resolve("escrowmq.properties"), content);
        assertRefused(directory, "escrowmq.properties", "damaged");
    }

    @Test
    void bytesThatAreNoTextAreADamagedIdentity() throws Exception {
        Path directory = parent.resolve("store");
        BrokerDirectory.open(directory).close();
        byte[] garbage = {(byte) 0xC3, (byte) 0x28, (byte) 0xFF};
        Files.write(directory.resolve("escrowmq.properties"), garbage);
        assertThatThrownBy(() -> BrokerDirectory.open(directory)).hasMessageContaining("damaged");
        assertThat(Files.readAllBytes(directory.resolve("escrowmq.properties"))).isEqualTo(garbage);
    }

    @Test
    void aJournalWithoutItsIdentityIsRefused() throws Exception {
        Path directory = existing();
        Files.delete(directory.resolve("escrowmq.properties"));
        assertRefused(directory, "journal", "escrowmq.properties");
    }

    @Test
    void aTemporaryFileLeftByACrashDoesNotMatter() throws Exception {
        Path directory = existing();
        Files.writeString(directory.resolve("escrowmq.properties.tmp"), "half");
        BrokerDirectory.open(directory).close();
    }

    @Test
    void aBrokerThatIsRefusedLeavesTheDirectoryUnlocked() throws Exception {
        Path directory = existing();
        Path file = directory.resolve("escrowmq.properties");
        String good = Files.readString(file);
        Files.writeString(file, "broken");
        assertThatThrownBy(() -> BrokerDirectory.open(directory)).isInstanceOf(JMSException.class);
        Files.writeString(file, good);
        BrokerDirectory.open(directory).close();
    }
}
