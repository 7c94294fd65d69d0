package org.escrowmq.broker.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What a check of a store found.
 *
 * <p>Filled by one thread, then read by any.
 */
public final class StoreReport {

    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final LongConsumer progress;
    private StoreContents queues;
    private StoreContents messages;
    private boolean sealed;

    StoreReport() {
        this(bytes -> { });
    }

    /**
     * Starts a report.
     *
     * @param progress told about each number of bytes that was read
     */
    StoreReport(LongConsumer progress) {
        this.progress = progress;
    }

    void read(long bytes) {
        progress.accept(bytes);
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    void journalFile(String file, long records, long end) {
        files.put(file, records + " records in " + end + " bytes");
    }

    void file(String file, String text) {
        files.put(file, text);
    }

    void contents(StoreContents ofQueues, StoreContents ofMessages) {
        queues = ofQueues;
        messages = ofMessages;
    }

    void sealed() {
        sealed = true;
    }

    /** True if every byte of the journals is as it was when the store was closed. */
    public boolean isSealed() {
        return sealed;
    }

    /** Everything that was found. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** What must not be there. */
    public List<Finding> damage() {
        return findings.stream().filter(Finding::isDamage).toList();
    }

    /** What a crash leaves behind, and which the engine puts right. */
    public List<Finding> notes() {
        return findings.stream().filter(finding -> !finding.isDamage()).toList();
    }

    /** What the files hold, by file. */
    public Map<String, String> files() {
        return Collections.unmodifiableMap(files);
    }

    /** What the journal of the queues holds; null if only bytes were compared. */
    StoreContents queues() {
        return queues;
    }

    /** What the journal of the messages holds; null if only bytes were compared. */
    StoreContents messages() {
        return messages;
    }
}
