package org.escrowmq.broker.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escrowmq.EscrowBroker;
import org.escrowmq.broker.tool.StoreTool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tool says what is damaged, saves everything that is not, and names what is lost. */
@Timeout(60)
class RepairTest {

    private static final List<String> LARGE = List.of(StoreImage.LARGE);

    /** What two changed bytes were cannot be told any more. */
    private static final byte[] TWO_BYTES = {99, 98};

    @TempDir
    private static Path images;

    private static StoreImage closed;
    private static StoreImage crashed;

    @TempDir
    private Path parent;

    private String output;

    @BeforeAll
    static void create() throws IOException {
        StoreImage.create(images.resolve("closed"), images.resolve("crashed"));
        closed = StoreImage.at(images.resolve("closed"));
        crashed = StoreImage.at(images.resolve("crashed"));
    }

    private StoreImage closedCopy() throws IOException {
        return closed.copyTo(parent.resolve("store"));
    }

    private StoreImage crashedCopy() throws IOException {
        return crashed.copyTo(parent.resolve("store"));
    }

    private int tool(String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        int code = StoreTool.run(writer, writer, arguments);
        output = text.toString();
        return code;
    }

    private int verify(StoreImage store) {
        return tool("verify", store.directory().toString());
    }

    private int repair(StoreImage store) {
        return tool("repair", store.directory().toString(), "--backup", parent.resolve("backup").toString());
    }

    private void assertRepaired(StoreImage store, List<String> messages, List<String> large) {
        assertThat(verify(store)).as(output).isEqualTo(StoreTool.DAMAGED);
        assertThat(repair(store)).as(output).isEqualTo(StoreTool.INTACT);
        String log = output;
        assertThat(verify(store)).as(output).isEqualTo(StoreTool.INTACT);
        try (EscrowBroker broker = StoreImage.open(store.directory())) {
            assertThat(StoreImage.drain(broker, "q")).as(log).isEqualTo(messages);
            assertThat(StoreImage.drain(broker, "large")).isEqualTo(large);
        }
        output = log;
    }

    private static List<String> allBut(String... lost) {
        List<String> messages = new ArrayList<>(StoreImage.MESSAGES);
        messages.removeAll(List.of(lost));
        return messages;
    }

    @Test
    void verifyOfAnIntactStoreListsItsFiles() throws Exception {
        assertThat(verify(closedCopy())).isEqualTo(StoreTool.INTACT);
        assertThat(output).contains("journal/activemq-data-1.amq: ", " records in ", "every byte of its journals");
    }

    @Test
    void verifyNamesFileAndOffsetAndChangesNothing() throws Exception {
        StoreImage store = closedCopy();
        int offset = store.offsetOf("message-3");
        StoreImage.flip(store.journalFile(), offset);
        byte[] before = Files.readAllBytes(store.journalFile());
        assertThat(verify(store)).isEqualTo(StoreTool.DAMAGED);
        assertThat(output).contains("DAMAGED: journal/activemq-data-1.amq, offset " + offset);
        assertThat(Files.readAllBytes(store.journalFile())).isEqualTo(before);
    }

    @Test
    void aChangedByteOfAStoreThatWasClosedIsRestored() throws Exception {
        StoreImage store = closedCopy();
        StoreImage.flip(store.journalFile(), store.offsetOf("message-3"));
        StoreImage.flip(store.file("bindings/activemq-bindings-1.bindings"), 60);
        assertRepaired(store, StoreImage.MESSAGES, LARGE);
        assertThat(output).contains("Restored: journal/", "Restored: bindings/");
    }

    @Test
    void aChangedByteOfAStoreThatCrashedIsRestored() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.flip(store.journalFile(), store.offsetOf("message-3"));
        assertRepaired(store, StoreImage.MESSAGES, LARGE);
        assertThat(output).contains("Restored: journal/");
    }

    @Test
    void whatIsGoingToBeChangedIsCopiedBefore() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.flip(store.journalFile(), 16);
        byte[] before = Files.readAllBytes(store.journalFile());
        repair(store);
        assertThat(Files.readAllBytes(parent.resolve("backup/journal/activemq-data-1.amq"))).isEqualTo(before);
    }

    @Test
    void oneDamagedRecordCostsOneMessageWhichIsNamed() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.overwrite(store.journalFile(), 16, TWO_BYTES);
        assertRepaired(store, allBut("message-0"), LARGE);
        assertThat(output).contains("Set aside: journal/activemq-data-1.amq, offset 16").containsPattern(
                "Lost: message \\d+ of \\[q\\]");
    }

    @Test
    void theOtherMessagesOfADamagedTransactionAreSaved() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.overwrite(store.journalFile(), store.startOfRecord("together-2"), TWO_BYTES);
        assertRepaired(store, allBut("together-2"), LARGE);
        assertThat(output).contains("Saved what is left of the transaction").containsPattern(
                "Lost: message \\d+ of \\[q\\]");
    }

    @Test
    void severalChangedBytesCostWhatTheyHitEvenAfterAClose() throws Exception {
        StoreImage store = closedCopy();
        StoreImage.overwrite(store.journalFile(), store.startOfRecord("message-4"), new byte[20]);
        assertRepaired(store, allBut("message-4"), LARGE);
    }

    @Test
    void aChangedFileIdentifierCostsNothing() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.overwrite(store.journalFile(), 8, new byte[8]);
        assertRepaired(store, StoreImage.MESSAGES, LARGE);
    }

    @Test
    void whatIsBeforeTheEndOfATruncatedFileIsSaved() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.truncate(store.journalFile(), store.startOfRecord("message-5") + 10);
        assertRepaired(store, StoreImage.MESSAGES.subList(0, 5), List.of());
    }

    @Test
    void messagesWhoseQueueIsNotRecordedAreSaved() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.delete(store.file("bindings"));
        assertRepaired(store, StoreImage.MESSAGES, LARGE);
        assertThat(output).containsPattern("Recorded the queue with number \\d+ again, as q;");
    }

    @Test
    void aLargeMessageWithoutItsBodyIsSetAside() throws Exception {
        StoreImage store = crashedCopy();
        StoreImage.truncate(store.onlyFileIn("large-messages"), 5000);
        assertRepaired(store, StoreImage.MESSAGES, List.of());
        assertThat(output).containsPattern("Set aside message \\d+: large-messages/");
    }

    @Test
    void aStoreWhoseSealIsDamagedLosesNothing() throws Exception {
        StoreImage store = closedCopy();
        StoreImage.flip(store.file("escrowmq.seal"), 200);
        assertRepaired(store, StoreImage.MESSAGES, LARGE);
    }

    @Test
    void anUnreadableCompactionListCostsNothing() throws Exception {
        StoreImage store = crashedCopy();
        Files.write(store.file("journal/journal-rename-control.ctr"), new byte[200]);
        Files.move(store.journalFile(), store.file("journal/activemq-data-1.amq.cmp"));
        assertRepaired(store, StoreImage.MESSAGES, LARGE);
    }

    @Test
    void aStoreInUseIsLeftAlone() throws Exception {
        StoreImage store = closedCopy();
        try (EscrowBroker broker = StoreImage.open(store.directory())) {
            assertThat(repair(store)).isEqualTo(StoreTool.FAILED);
            assertThat(output).contains(broker.directory() + " is in use by this process");
        }
    }

    @Test
    void whatIsNoStoreIsSaid() {
        assertThat(tool("verify", parent.toString())).isEqualTo(StoreTool.FAILED);
        assertThat(output).contains("is not a store");
    }
}
