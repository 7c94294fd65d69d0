package org.escrowmq.broker.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.journal.impl.JournalFile;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.journal.impl.JournalReaderCallback;
import org.escrowmq.broker.store.JournalEntry.Type;

/**
 * Reads one file of a journal with the engine's own reader, and finds where the records are and what lies between.
 *
 * <pre>
 * file     format version (4), user version (4), file identifier (8), records, unused space
 * record   marker (1), file identifier (4), compactions (1), [transaction (8)], [record (8)],
 *          [length of body (4), type (1), body] or [number of records (4)] ..., length of the whole record (4)
 * </pre>
 *
 * <p>The engine skips what is not a record with equal lengths at both ends and the file's identifier; it says nothing
 * about it, because the unused space holds records of the file's earlier life, under older identifiers. But it never
 * leaves a gap between two records of the present one.
 *
 * <p>For one file, not for use by several threads.
 */
final class JournalFileReader implements JournalReaderCallback {

    /** Marker, file identifier, compactions, length: what every record has. */
    private static final int FRAME = 1 + 4 + 1 + 4;

    private final String name;
    private final JournalFile file;
    private final AtomicReference<ByteBuffer> buffer;
    private final JournalEntry.Visitor visitor;
    private final List<long[]> gaps = new ArrayList<>();
    private long end = JournalImpl.SIZE_HEADER;
    private long records;

    private JournalFileReader(
            String name, JournalFile file, AtomicReference<ByteBuffer> buffer, JournalEntry.Visitor visitor) {
        this.name = name;
        this.file = file;
        this.buffer = buffer;
        this.visitor = visitor;
    }

    /**
     * Reads a file.
     *
     * @param name what the file is called in findings
     * @param buffer holds the content of the file afterwards; used again for the next one
     * @param visitor gets every record
     */
    static JournalFileReader read(String name, SequentialFileFactory files, JournalFile file,
            AtomicReference<ByteBuffer> buffer, JournalEntry.Visitor visitor) throws Exception {
        JournalFileReader reader = new JournalFileReader(name, file, buffer, visitor);
        JournalImpl.readJournalFile(files, file, reader, buffer);
        return reader;
    }

    String name() {
        return name;
    }

    JournalFile file() {
        return file;
    }

    long records() {
        return records;
    }

    /** Where the last record ends. */
    long end() {
        return end;
    }

    /** Pairs of offset and length of what is not a record although records follow. */
    List<long[]> gaps() {
        return gaps;
    }

    private void found(Type type, int length, long transaction, RecordInfo info, long number, byte[] branch) {
        // The engine has read everything but the length at the end.
        long start = buffer.get().position() + Integer.BYTES - length;
        if (start > end) {
            gaps.add(new long[] {end, start - end});
        }
        end = start + length;
        records++;
        visitor.visit(new JournalEntry(name, file.getFileID(), start, length, type, transaction, info, number, branch));
    }

    private static int lengthWithBody(RecordInfo info) {
        return FRAME + Long.BYTES + Integer.BYTES + 1 + info.data.length;
    }

    @Override
    public void onReadEventRecord(RecordInfo info) {
        found(Type.EVENT, lengthWithBody(info), 0, info, 0, null);
    }

    @Override
    public void onReadAddRecord(RecordInfo info) {
        found(Type.ADD, lengthWithBody(info), 0, info, 0, null);
    }

    @Override
    public void onReadUpdateRecord(RecordInfo info) {
        found(Type.UPDATE, lengthWithBody(info), 0, info, 0, null);
    }

    @Override
    public void onReadDeleteRecord(long recordId) {
        found(Type.DELETE, FRAME + Long.BYTES, 0, null, recordId, null);
    }

    @Override
    public void onReadAddRecordTX(long transaction, RecordInfo info) {
        found(Type.ADD_TX, lengthWithBody(info) + Long.BYTES, transaction, info, 0, null);
    }

    @Override
    public void onReadUpdateRecordTX(long transaction, RecordInfo info) {
        found(Type.UPDATE_TX, lengthWithBody(info) + Long.BYTES, transaction, info, 0, null);
    }

    @Override
    public void onReadDeleteRecordTX(long transaction, RecordInfo info) {
        int length = FRAME + Long.BYTES + Long.BYTES + Integer.BYTES + info.data.length;
        found(Type.DELETE_TX, length, transaction, info, 0, null);
    }

    @Override
    public void onReadPrepareRecord(long transaction, byte[] branch, int numberOfRecords) {
        int length = FRAME + Long.BYTES + Integer.BYTES + Integer.BYTES + branch.length;
        found(Type.PREPARE, length, transaction, null, numberOfRecords, branch);
    }

    @Override
    public void onReadCommitRecord(long transaction, int numberOfRecords) {
        found(Type.COMMIT, FRAME + Long.BYTES + Integer.BYTES, transaction, null, numberOfRecords, null);
    }

    @Override
    public void onReadRollbackRecord(long transaction) {
        found(Type.ROLLBACK, FRAME + Long.BYTES, transaction, null, 0, null);
    }
}
