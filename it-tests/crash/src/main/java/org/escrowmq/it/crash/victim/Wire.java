package org.escrowmq.it.crash.victim;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.escrowmq.it.crash.history.Event;

/**
 * What this process says, line by line. A line that was told survives the process: it is in the pipe. Each ends with
 * {@link #END}, so that one cut off by a kill is not taken for a whole one. Thread-safe.
 */
public final class Wire {

    /** The last word of every line. */
    public static final String END = " .";
    /** The store is recovered, and what is in it was told: {@code work} may be said. */
    public static final String READY = "ready";
    /** A point of the protocol was reached, and the thread that did waits to be killed. */
    public static final String POINT = "point";
    /** What was in doubt: branches in the message store and the database, decisions in the log, scans needed. */
    public static final String IN_DOUBT = "indoubt";
    /** A message that is there. */
    public static final String HELD = "held";
    /** A row beside a message that was sent. */
    public static final String SENT_ROW = "sentrow";
    /** A row beside a message that was consumed. */
    public static final String CONSUMED_ROW = "consumedrow";
    /** Something failed that should not have; for people to read. */
    public static final String TROUBLE = "trouble";
    /** The database cannot recover what it has written itself: there is nothing to compare with. */
    public static final String DATABASE_LOST = "databaselost";
    /** Everything was closed. */
    public static final String CLOSED = "closed";

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    void tell(Event event) {
        tell(event.line());
    }

    /** Returns when the line is out of this process. */
    void tell(String line) {
        byte[] bytes = (line + END + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            try {
                out.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("Nobody listens any more", e);
            }
        }
    }

    void trouble(String doing, Exception e) {
        tell(TROUBLE + " " + doing + ": " + String.valueOf(e).replace('\n', ' '));
    }
}
