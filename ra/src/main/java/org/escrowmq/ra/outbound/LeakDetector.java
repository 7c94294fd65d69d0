package org.escrowmq.ra.outbound;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.escrowmq.ra.AdapterLog;

/**
 * Finds connections and sessions that an application forgets to close, and names the place where it created each: when
 * the handle is garbage collected, when the server takes its managed connection back under it, or when the adapter
 * stops. Each is reported once.
 *
 * <p>It needs no thread: what was collected is looked for whenever a handle is created, and at the stop. Safe for use
 * by several threads. The adapter owns it.
 */
public final class LeakDetector implements AutoCloseable {

    /** Finds nothing and costs nothing. */
    static final LeakDetector OFF = new LeakDetector(false);

    private final boolean on;
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Set<Tracked> open = ConcurrentHashMap.newKeySet();

    /** Finds leaks until it is closed. */
    public LeakDetector() {
        this(true);
    }

    private LeakDetector(boolean on) {
        this.on = on;
    }

    /** Follows the life of one handle. */
    interface Watch {

        /** Its application closed it. */
        void closed();

        /** It ends although nobody closed it. */
        void abandoned(String when);
    }

    /** Begins to watch a handle that is being created by the application on this thread. */
    Watch watch(Object handle) {
        if (!on) {
            return Unwatched.INSTANCE;
        }
        reportCollected();
        Tracked tracked = new Tracked(handle);
        open.add(tracked);
        return tracked;
    }

    private void reportCollected() {
        for (Object found = collected.poll(); found != null; found = collected.poll()) {
            ((Tracked) found).abandoned("garbage collected");
        }
    }

    /** The adapter stops: whatever is still open is reported and forgotten. */
    @Override
    public void close() {
        reportCollected();
        open.forEach(tracked -> tracked.abandoned("still open when the adapter stopped"));
    }

    private enum Unwatched implements Watch {

        INSTANCE;

        @Override
        public void closed() {
            // As it should be.
        }

        @Override
        public void abandoned(String when) {
            // Nobody wants to know.
        }
    }

    /** Knows a handle weakly, and where it was created; never the handle itself, or it would not be collected. */
    private final class Tracked extends WeakReference<Object> implements Watch {

        private final String kind;
        private final Exception created;

        Tracked(Object handle) {
            super(handle, collected);
            this.kind = handle instanceof SessionHandle ? "session" : "connection";
            this.created = new Exception("The " + kind + " was created here");
        }

        @Override
        public void closed() {
            open.remove(this);
        }

        @Override
        public void abandoned(String when) {
            if (open.remove(this)) {
                AdapterLog.leaked(kind, when, created);
            }
        }
    }
}
