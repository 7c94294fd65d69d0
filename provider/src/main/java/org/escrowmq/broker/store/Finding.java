package org.escrowmq.broker.store;

/**
 * Something that was found in the files of a store.
 *
 * @param kind what it is
 * @param file the file, relative to the store
 * @param offset where in the file
 * @param length how many bytes of it, 0 if that says nothing
 * @param value what repairing it takes; its meaning is the kind's
 * @param text what is wrong there, for a person
 */
public record Finding(Kind kind, String file, long offset, long length, long value, String text) {

    /** What can be found. */
    public enum Kind {
        /** The last record was not finished: the trace of a crash. Nobody was told that it is stored. */
        UNFINISHED(false),
        /** Files of a compaction that did not come to its end; what they replace is still there. */
        ABANDONED(false),
        /** A file is there that was not there when the store was closed. */
        UNEXPECTED_FILE(true),
        /** One byte is not what it was when the store was closed; the value is what it was. */
        CHANGED_BYTE(true),
        /** Bytes are not what they were when the store was closed. */
        CHANGED(true),
        /** A file is missing. */
        MISSING_FILE(true),
        /** A file is not as long as it must be; the value is that length. */
        WRONG_LENGTH(true),
        /** The first bytes of a journal file are wrong; the value is the identifier that its records have. */
        HEADER(true),
        /** Unreadable bytes with readable records behind them. */
        HOLE(true),
        /** The last record of a file that is not the last file. */
        DAMAGED_END(true),
        /** A completed transaction lacks records; the value is how many there are. */
        INCOMPLETE_TRANSACTION(true),
        /** A record can be read but what it contains makes no sense. */
        UNDECODABLE(true),
        /** Messages are on a queue that does not exist; the value is its number. */
        MISSING_QUEUE(true),
        /** The body file of a large message is missing, too short or changed; the value is the message's number. */
        MISSING_BODY(true),
        /** Bytes in a page file that are no message. */
        PAGE(true),
        /** The list of what a compaction replaces cannot be read or names files that do not exist. */
        COMPACTION(true);

        private final boolean damage;

        Kind(boolean damage) {
            this.damage = damage;
        }

        /** True if the store must not be opened with it. */
        public boolean isDamage() {
            return damage;
        }
    }

    static Finding of(Kind kind, String file, long offset, String text) {
        return new Finding(kind, file, offset, 0, 0, text);
    }

    /** True if the store must not be opened with it. */
    public boolean isDamage() {
        return kind.isDamage();
    }

    @Override
    public String toString() {
        return file + ", offset " + offset + ": " + text;
    }
}
