package org.escrowmq.broker.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.escrowmq.EscrowBroker;
import org.escrowmq.EscrowBrokerException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that is damaged is refused, with the place, and stays as it is; what a crash leaves is not damage. */
@Timeout(60)
class DamagedStoreTest {

    @TempDir
    private static Path images;

    private static StoreImage closed;
    private static StoreImage crashed;

    @TempDir
    private Path parent;

    @BeforeAll
    static void create() throws IOException {
        StoreImage.create(images.resolve("closed"), images.resolve("crashed"));
        closed = StoreImage.at(images.resolve("closed"));
        crashed = StoreImage.at(images.resolve("crashed"));
    }

    private static Map<String, Integer> snapshot(Path directory) throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                // The lock file may be written: it is not data.
                if (!path.endsWith("escrowmq.lock")) {
                    files.put(directory.relativize(path).toString(),
                            Arrays.hashCode(Files.readAllBytes(path)));
                }
            }
        }
        return files;
    }

    private static void assertRefused(StoreImage store, String... words) throws IOException {
        Map<String, Integer> before = snapshot(store.directory());
        assertThatThrownBy(() -> StoreImage.open(store.directory()).close())
                .isInstanceOf(EscrowBrokerException.class)
                .hasMessageContaining(store.directory().toString())
                .hasMessageContaining("repair " + store.directory())
                .hasMessageContainingAll(words)
                .extracting(e -> ((EscrowBrokerException) e).getErrorCode()).isEqualTo("STORE_DAMAGED");
        assertThat(snapshot(store.directory())).isEqualTo(before);
    }

    private static void assertComplete(StoreImage store) {
        try (EscrowBroker broker = StoreImage.open(store.directory())) {
            assertThat(StoreImage.drain(broker, "q")).isEqualTo(StoreImage.MESSAGES);
            assertThat(StoreImage.drain(broker, "large")).containsExactly(StoreImage.LARGE);
        }
    }

    private StoreImage closedCopy() throws IOException {
        return closed.copyTo(parent.resolve("store"));
    }

    private StoreImage crashedCopy() throws IOException {
        return crashed.copyTo(parent.resolve("store"));
    }

    @Test
    void aStoreThatWasClosedOpensWithAllItHad() throws Exception {
        assertComplete(closedCopy());
    }

    @Test
    void aStoreThatCrashedOpensWithAllItHad() throws Exception {
        assertComplete(crashedCopy());
    }

    @Test
    void aChangedBitInTheBodyOfAMessageIsFoundAfterAClose() throws Exception {
        StoreImage store = closedCopy();
        int offset = store.offsetOf("message-7");
        StoreImage.flip(store.journalFile(), offset);
        assertRefused(store, "journal/activemq-data-1.amq, offset " + offset, "the byte is 7d and was 6d");
    }

    @Test
    void aChangedBitInUnusedSpaceIsFoundAfterAClose() throws Exception {
        StoreImage store = closedCopy();
        StoreImage.flip(store.journalFile(), 9_000_000);
        assertRefused(store, "journal/activemq-data-1.amq, offset 9000000");
    }

    @Test
    void aChangedBitInTheQueuesIsFoundAfterAClose() throws Exception {
        StoreImage store = closedCopy();
        StoreImage.flip(store.file("bindings/activemq-bindings-1.bindings"), 60);
        assertRefused(store, "bindings/activemq-bindings-1.bindings, offset 60");
    }

    @Test
    void manyChangedBytesAreFoundAfterAClose() throws Exception {
        StoreImage store = closedCopy();
        byte[] other = new byte[10_000];
        Arrays.fill(other, (byte) 1);
        StoreImage.overwrite(store.journalFile(), 5000, other);
        assertRefused(store, "journal/activemq-data-1.amq, offset 4096", "the 12288 bytes from here");
    }

    @Test
    void aMissingJournalFileIsFoundAfterAClose() throws Exception {
        StoreImage store = closedCopy();
        Files.delete(store.journalFile());
        assertRefused(store, "journal/activemq-data-1.amq, offset 0", "is missing");
    }

    @Test
    void aLargeBodyCutShortIsFoundAfterAClose() throws Exception {
        StoreImage store = closedCopy();
        Path body = store.onlyFileIn("large-messages");
        StoreImage.truncate(body, 5000);
        assertRefused(store, "large-messages/" + body.getFileName() + ", offset 5000");
    }

    @Test
    void aDamagedSealIsFound() throws Exception {
        StoreImage store = closedCopy();
        StoreImage.flip(store.file("escrowmq.seal"), 200);
        assertRefused(store, "escrowmq.seal, offset 0");
    }

    @Test
    void aRecordWhoseBeginningIsDamagedIsFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.flip(store.journalFile(), 16);
        assertRefused(store, "journal/activemq-data-1.amq, offset 16", "cannot be read");
    }

    @Test
    void bytesOverwrittenInTheMiddleAreFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        int offset = store.offsetOf("message-7");
        StoreImage.overwrite(store.journalFile(), offset - 50, new byte[400]);
        assertRefused(store, "journal/activemq-data-1.amq, offset ", "good records behind them");
    }

    @Test
    void aChangedFileIdentifierIsFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.overwrite(store.journalFile(), 8, new byte[8]);
        assertRefused(store, "journal/activemq-data-1.amq, offset 8", "its records have 1");
    }

    @Test
    void aChangedFormatVersionIsFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.flip(store.journalFile(), 3);
        assertRefused(store, "journal/activemq-data-1.amq, offset 0", "must begin with 2 and 0");
    }

    @Test
    void aTruncatedJournalFileIsFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.truncate(store.journalFile(), 3000);
        assertRefused(store, "journal/activemq-data-1.amq, offset 3000", "must be 10485760");
    }

    @Test
    void anEmptyJournalFileIsFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.truncate(store.journalFile(), 0);
        assertRefused(store, "journal/activemq-data-1.amq, offset 0");
    }

    @Test
    void missingBindingsAreFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.delete(store.file("bindings"));
        assertRefused(store, "bindings, offset 0", "25 messages are on it");
    }

    @Test
    void aMissingJournalIsFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.delete(store.file("journal"));
        assertRefused(store, "journal, offset 0", "all files of the journal for their messages are missing");
    }

    @Test
    void aMissingLargeBodyIsFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        Path body = store.onlyFileIn("large-messages");
        Files.delete(body);
        assertRefused(store, "large-messages/" + body.getFileName());
    }

    @Test
    void anUnreadableCompactionListIsFoundAfterACrash() throws Exception {
        StoreImage store = crashedCopy();
        Files.write(store.file("journal/journal-rename-control.ctr"), new byte[200]);
        assertRefused(store, "journal/journal-rename-control.ctr", "cannot be read");
    }

    @Test
    void filesOfACompactionThatWasCutShortAreNoDamage() throws Exception {
        StoreImage store = crashedCopy();
        Files.copy(store.journalFile(), store.file("journal/activemq-data-9.amq.cmp"));
        assertComplete(store);
    }

    @Test
    void aRecordThatWasNotWrittenToItsEndIsDroppedAndTheRestIsThere() throws Exception {
        StoreImage store = crashedCopy();
        int unused = store.endOfRecords();
        // The beginning of an ADD with the file's identifier, as a cut write leaves it.
        StoreImage.overwrite(store.journalFile(), unused,
                new byte[] {11, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 9});
        assertComplete(store);
    }
}
