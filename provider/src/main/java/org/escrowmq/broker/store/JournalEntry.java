package org.escrowmq.broker.store;

import org.apache.activemq.artemis.core.journal.RecordInfo;

/**
 * A readable record of a journal, and where it is.
 *
 * @param file the file, relative to the store
 * @param fileId the file's identifier; the engine counts the records of a transaction per file
 * @param offset where it begins
 * @param length its length
 * @param type what it does
 * @param transaction the engine's number of the transaction, 0 if there is none
 * @param record what it contains; null if it completes a transaction or deletes without one
 * @param number the record that it deletes without a transaction, or how many records of a transaction its file must
 *     hold
 * @param branch the encoded identifier of a branch, for a prepare
 */
record JournalEntry(String file, long fileId, long offset, int length, Type type, long transaction, RecordInfo record,
        long number, byte[] branch) {

    /** The same without the body of what it adds, which may be large. */
    JournalEntry withoutBody() {
        RecordInfo small = new RecordInfo(record.id, record.userRecordType, new byte[0], record.isUpdate,
                record.replaceableUpdate, record.compactCount);
        return new JournalEntry(file, fileId, offset, length, type, transaction, small, number, branch);
    }

    /** What a record does. */
    enum Type {
        EVENT, ADD, UPDATE, ADD_TX, UPDATE_TX, DELETE_TX, DELETE, PREPARE, COMMIT, ROLLBACK;

        private static final int FIRST_MARKER = 10;

        /** The byte that such a record begins with. */
        int marker() {
            return FIRST_MARKER + ordinal();
        }

        /** The type that begins with this byte, or null. */
        static Type of(int marker) {
            int index = marker - FIRST_MARKER;
            return index >= 0 && index < values().length ? values()[index] : null;
        }
    }

    /** Takes the records of a journal in the order in which they were written. */
    @FunctionalInterface
    interface Visitor {
        void visit(JournalEntry entry);
    }
}
