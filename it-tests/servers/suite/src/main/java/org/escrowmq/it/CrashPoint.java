package org.escrowmq.it;

import java.util.List;
import java.util.stream.Stream;
import org.escrowmq.it.app.Step;
import org.escrowmq.it.probe.Probe;
import org.escrowmq.it.server.ServerKind;

/**
 * A moment between prepare and commit at which the server is killed, and what has to be true then. Transaction managers
 * commit resources in the order in which they were enlisted, and prepare them in the same order or the other way round;
 * the probe stops them where the test wants it.
 */
enum CrashPoint {
    /** Row and message are prepared, the transaction is not decided: it never happened. */
    SENDING_UNDECIDED(Probe.Point.PREPARE, 1, 1, 0, false,
            List.of(Step.ROW, Step.MESSAGE, Step.PROBE), List.of(Step.ROW)),
    /** The same where the first to be enlisted is the last to be prepared. */
    SENDING_UNDECIDED_LAST_FIRST(Probe.Point.PREPARE, 1, 1, 0, false,
            List.of(Step.PROBE, Step.MESSAGE, Step.ROW), List.of(Step.ROW)),
    /** Row and message are prepared and the decision is written; nobody has committed yet. */
    SENDING_DECIDED(Probe.Point.COMMIT, 1, 1, 1, true,
            List.of(Step.PROBE, Step.ROW, Step.MESSAGE), List.of(Step.ROW)),
    /** The row is committed, the message is not. */
    SENDING_ROW_COMMITTED(Probe.Point.COMMIT, 1, 0, 1, true,
            List.of(Step.ROW, Step.PROBE, Step.MESSAGE), List.of(Step.ROW)),
    /** Consumption and row are prepared, the transaction is not decided: the message has to be delivered again. */
    CONSUMING_UNDECIDED(Probe.Point.PREPARE, 1, 1, 0, true,
            List.of(Step.ROW, Step.MESSAGE), List.of(Step.ROW, Step.PROBE)),
    /** Where a consumption, which is always the first to be enlisted, is the last to be prepared: only the row is. */
    CONSUMING_UNDECIDED_LAST_FIRST(Probe.Point.PREPARE, 0, 1, 0, true,
            List.of(Step.ROW, Step.MESSAGE), List.of(Step.PROBE, Step.ROW)),
    /** The consumption is committed, the row is not. */
    CONSUMING_MESSAGE_COMMITTED(Probe.Point.COMMIT, 0, 1, 1, true,
            List.of(Step.ROW, Step.MESSAGE), List.of(Step.PROBE, Step.ROW));

    private static final String LAST_FIRST = "_LAST_FIRST";

    /** Where the transaction manager is when the server dies. */
    final Probe.Point held;
    /** How many branches of the message store are in doubt then. */
    final int messagesInDoubt;
    /** How many branches of the database are in doubt then. */
    final int rowsInDoubt;
    /** How many decisions are in the transaction manager's log then. */
    final int decisions;
    /** Whether the order has been placed and consumed once everything is recovered. */
    final boolean happens;
    /** What is done when the order is placed. */
    final List<Step> placing;
    /** What is done when it is consumed. */
    final List<Step> consuming;

    CrashPoint(Probe.Point held, int messagesInDoubt, int rowsInDoubt, int decisions, boolean happens,
            List<Step> placing, List<Step> consuming) {
        this.held = held;
        this.messagesInDoubt = messagesInDoubt;
        this.rowsInDoubt = rowsInDoubt;
        this.decisions = decisions;
        this.happens = happens;
        this.placing = placing;
        this.consuming = consuming;
    }

    /** Those that the server under test comes to. */
    static CrashPoint[] ofThisServer() {
        boolean lastFirst = ServerKind.current().preparesLastFirst();
        return Stream.of(values())
                .filter(point -> point.held == Probe.Point.COMMIT || point.name().endsWith(LAST_FIRST) == lastFirst)
                .toArray(CrashPoint[]::new);
    }
}
