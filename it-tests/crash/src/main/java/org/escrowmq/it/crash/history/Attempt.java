package org.escrowmq.it.crash.history;

import java.util.ArrayList;
import java.util.List;

/** One transaction, as far as it is known from outside. For use by one thread; owned by its {@link History}. */
final class Attempt {

    private final String id;
    private final String worker;
    private final int cycle;
    private final boolean rows;
    private final List<MessageId> sent = new ArrayList<>();
    private final List<Event.Received> received = new ArrayList<>();
    private Outcome outcome = Outcome.UNKNOWN;

    Attempt(Event.Begun begun, int cycle) {
        this.id = begun.transaction();
        this.worker = begun.worker();
        this.rows = begun.rows();
        this.cycle = cycle;
    }

    void accept(Event event) {
        if (event instanceof Event.Sent sending) {
            sent.add(sending.message());
        } else if (event instanceof Event.Received receipt) {
            received.add(receipt);
        } else if (event instanceof Event.Ended end) {
            outcome = end.outcome();
        }
    }

    /** An observation has shown what became of it. */
    void settle(Outcome found) {
        outcome = found;
    }

    String id() {
        return id;
    }

    String worker() {
        return worker;
    }

    /** The process that it ran in. */
    int cycle() {
        return cycle;
    }

    boolean rows() {
        return rows;
    }

    List<MessageId> sent() {
        return sent;
    }

    List<Event.Received> received() {
        return received;
    }

    Outcome outcome() {
        return outcome;
    }

    @Override
    public String toString() {
        return "transaction " + id + " (" + outcome + (rows ? ")" : ", messages only)");
    }
}
