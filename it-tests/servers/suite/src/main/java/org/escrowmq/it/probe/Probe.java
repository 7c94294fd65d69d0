package org.escrowmq.it.probe;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAException;

/**
 * What the probe saw and what it is to do. Its classes lie in the EAR's library directory, so that the application and
 * the resource adapter see the same one. Thread-safe; its state is that of one virtual machine: after a crash nothing
 * is armed.
 */
public final class Probe {

    private static final List<String> HISTORY = new CopyOnWriteArrayList<>();
    private static final Map<Point, Action> ACTIONS = new EnumMap<>(Point.class);

    private Probe() {
    }

    /** Where a test can step in. */
    public enum Point {
        /** Asked to prepare: whoever was enlisted before is prepared, the transaction is not decided. */
        PREPARE,
        /** Told to commit: all are prepared, the decision is written, whoever was enlisted later has not committed. */
        COMMIT
    }

    /** What a test does there. */
    @FunctionalInterface
    public interface Action {

        /** Runs on the transaction manager's thread; an XAException is the probe's answer to it. */
        void run() throws XAException;
    }

    /** Forgets everything. */
    public static void reset() {
        synchronized (ACTIONS) {
            ACTIONS.clear();
        }
        HISTORY.clear();
    }

    /** Has the action run once, the next time that the point is reached. */
    public static void at(Point point, Action action) {
        synchronized (ACTIONS) {
            ACTIONS.put(point, action);
        }
    }

    /** The calls of the transaction manager since the last reset, in order. */
    public static List<String> history() {
        return List.copyOf(HISTORY);
    }

    static void called(String call) {
        HISTORY.add(call);
    }

    static void reached(Point point) throws XAException {
        Action action;
        synchronized (ACTIONS) {
            action = ACTIONS.remove(point);
        }
        if (action != null) {
            action.run();
        }
    }
}
