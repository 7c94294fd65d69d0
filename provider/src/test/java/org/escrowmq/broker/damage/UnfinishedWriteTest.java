package org.escrowmq.broker.damage;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.escrowmq.EscrowBroker;
import org.escrowmq.broker.store.StoreCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that a crash cut short is dropped, and what is left of it is never taken for damage afterwards. */
@Timeout(60)
class UnfinishedWriteTest {

    private static final byte EVENT = 10;
    private static final byte COMMIT = 18;
    private static final int LATER_FILE = 9;
    private static final int EVENT_LENGTH = 23;
    private static final int FILE_LENGTH = 10 << 20;
    private static final int PAGED = 80;
    private static final String LONG = "p".repeat(16 * 1024);

    @TempDir
    private Path parent;

    private StoreImage crashed() throws IOException {
        StoreImage.create(parent.resolve("closed"), parent.resolve("crashed"));
        return StoreImage.at(parent.resolve("crashed"));
    }

    /** A file of the journal that comes after the first and has one record. */
    private static void addLaterFile(StoreImage store) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(FILE_LENGTH).putInt(2).putInt(0).putLong(LATER_FILE);
        file.put(EVENT).putInt(LATER_FILE).put((byte) 0).putLong(1).putInt(0).put((byte) 0).putInt(EVENT_LENGTH);
        Files.write(store.file("journal/activemq-data-9.amq"), file.array());
    }

    /** The first bytes of a record, as when the process died in the middle of writing it. */
    private static byte[] beginningOfRecord(int fileId) {
        return ByteBuffer.allocate(14).put(COMMIT).putInt(fileId).put((byte) 0).putLong(77).array();
    }

    private static List<String> damage(StoreImage store) throws IOException {
        return StoreCheck.beforeOpening(store.directory()).damage().stream().map(Object::toString).toList();
    }

    @Test
    void whatIsLeftOfAFilesEarlierLifeIsNotTakenForARecord() throws IOException {
        StoreImage store = crashed();
        addLaterFile(store);
        int end = store.endOfRecords();
        // A body cut through anywhere: what stands there may look like the marker of any record and any number.
        for (int marker = EVENT; marker <= COMMIT + 1; marker++) {
            byte[] old = ByteBuffer.allocate(200).put((byte) marker).putInt(0x32_85_16_b1).array();
            StoreImage.overwrite(store.journalFile(), end, old);
            assertThat(damage(store)).as("marker " + marker).isEmpty();
        }
    }

    @Test
    void theBeginningOfARecordBeforeALaterFileIsDamage() throws IOException {
        StoreImage store = crashed();
        int end = store.endOfRecords();
        StoreImage.overwrite(store.journalFile(), end, beginningOfRecord(1));
        addLaterFile(store);
        assertThat(damage(store)).anyMatch(text -> text.startsWith(
                "journal/activemq-data-1.amq, offset " + end + ": the last record of the file cannot be read"));
    }

    @Test
    void anUnfinishedRecordIsRemovedSoThatALaterFileMayFollow() throws IOException {
        StoreImage store = crashed();
        StoreImage.overwrite(store.journalFile(), store.endOfRecords(), beginningOfRecord(1));
        StoreImage again;
        try (EscrowBroker broker = StoreImage.open(store.directory())) {
            assertThat(broker).isNotNull();
            again = store.copyWhileOpen(parent.resolve("again"));
        }
        addLaterFile(again);
        assertThat(damage(again)).isEmpty();
    }

    /** What a crash can leave of messages that were being written to a page, where its last whole message ends. */
    enum Remains {
        NOTHING(ByteBuffer.allocate(0)),
        THE_FIRST_BYTE(ByteBuffer.allocate(1).put((byte) '{')),
        HALF_A_MESSAGE(ByteBuffer.allocate(300).put((byte) '{').putInt(16_000)),
        MORE_THAN_THE_FILE_HAS(ByteBuffer.allocate(300).put((byte) '{').putInt(16_000_000)),
        LATER_PARTS_WITHOUT_EARLIER_ONES(ByteBuffer.allocate(64 << 10).put(40_000, (byte) '{').put(50_000, (byte) 7));

        private final ByteBuffer bytes;

        Remains(ByteBuffer bytes) {
            this.bytes = bytes;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnfinishedPageIsCutOffSoThatALaterPageMayFollow(Remains remains) throws IOException {
        StoreImage store = paging();
        Path last = lastPage(store);
        int whole = endOfMessages(last);
        StoreImage.overwrite(last, whole, remains.bytes.array());
        StoreImage again;
        try (EscrowBroker broker = open(store.directory())) {
            assertThat(last).hasSize(whole);
            send(broker, PAGED);
            again = store.copyWhileOpen(parent.resolve("again"));
        }
        assertThat(lastPage(again).getFileName()).isNotEqualTo(last.getFileName());
        try (EscrowBroker broker = open(again.directory())) {
            assertThat(StoreImage.drain(broker, "paged"))
                    .isEqualTo(IntStream.range(0, 2 * PAGED).mapToObj(i -> i + LONG).toList());
        }
    }

    @Test
    void bytesThatAreNeitherMessagesNorZerosAreDamageOfAPage() throws IOException {
        StoreImage store = paging();
        Path last = lastPage(store);
        int whole = endOfMessages(last);
        StoreImage.overwrite(last, whole, new byte[] {0, 0, 7});
        assertThat(damage(store)).anyMatch(text -> text.startsWith(
                StoreImage.relative(store, last) + ", offset " + whole + ": after "));
    }

    @Test
    void zerosInAPageThatIsNotTheLastAreDamage() throws IOException {
        StoreImage store = paging();
        Path last = lastPage(store);
        Files.copy(last, last.resolveSibling("000000099.page"));
        String finding = StoreImage.relative(store, last) + ", offset " + endOfMessages(last) + ": after ";
        assertThat(damage(store)).anyMatch(text -> text.startsWith(finding));
    }

    @Test
    void aPageThatIsClosedHasNothingButMessages() throws IOException {
        Path directory = parent.resolve("paging");
        try (EscrowBroker broker = open(directory)) {
            send(broker, 0);
        }
        Path last = lastPage(StoreImage.at(directory));
        assertThat(last).hasSize(endOfMessages(last));
    }

    /** A store that a crash left while an address was paging. */
    private StoreImage paging() throws IOException {
        Path directory = parent.resolve("paging");
        try (EscrowBroker broker = open(directory)) {
            send(broker, 0);
            return StoreImage.at(directory).copyWhileOpen(parent.resolve("torn"));
        }
    }

    private static int endOfMessages(Path page) throws IOException {
        byte[] content = Files.readAllBytes(page);
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static EscrowBroker open(Path directory) {
        return EscrowBroker.builder().directory(directory).jmx(false).minFreeDiskBytes(0).globalMaxBytes(1 << 20)
                .open();
    }

    private static void send(EscrowBroker broker, int first) {
        try (JMSContext context = broker.connectionFactory().createContext()) {
            for (int i = first; i < first + PAGED; i++) {
                context.createProducer().send(context.createQueue("paged"), i + LONG);
            }
        }
    }

    private static Path lastPage(StoreImage store) throws IOException {
        try (Stream<Path> files = Files.walk(store.file("paging"))) {
            return files.filter(file -> file.toString().endsWith(".page")).max(Path::compareTo).orElseThrow();
        }
    }
}
