package org.escrowmq.it.crash.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escrowmq.it.crash.history.History.Receipt;
import org.escrowmq.it.crash.history.Violation.Rule;

/**
 * What deliveries have to look like: a message that comes again says so, in the same process or in a later one, and
 * messages of one producer come in their order unless they came more than once. For use by one thread, for one check.
 */
public final class Deliveries {

    /**
     * Messages that came again. Immutable.
     *
     * @param redelivered in the same process
     * @param acrossKills in a later process
     */
    public record Counts(long redelivered, long acrossKills) {
    }

    private final List<Violation> violations = new ArrayList<>();
    private final Map<MessageId, Integer> lastCycle = new HashMap<>();
    private long redelivered;
    private long acrossKills;

    private Deliveries() {
    }

    static List<Violation> check(History history) {
        Deliveries deliveries = new Deliveries();
        history.receipts().forEach(deliveries::checkFlags);
        deliveries.checkOrder(history);
        return deliveries.violations;
    }

    /** Counts what came more than once. */
    public static Counts count(History history) {
        Deliveries deliveries = new Deliveries();
        history.receipts().forEach(deliveries::checkFlags);
        return new Counts(deliveries.redelivered, deliveries.acrossKills);
    }

    private void checkFlags(Receipt receipt) {
        Event.Received event = receipt.event();
        int cycle = receipt.attempt().cycle();
        if (!event.intact()) {
            violations.add(new Violation(Rule.DAMAGED, "the body of message " + receipt.message()
                    + " was changed when " + receipt.attempt() + " received it"));
        }
        boolean flagged = event.redelivered() && event.deliveries() > 1;
        Integer before = lastCycle.put(receipt.message(), cycle);
        if (before == null) {
            return;
        }
        if (before == cycle) {
            redelivered++;
        } else {
            acrossKills++;
        }
        requireFlag(flagged, event, receipt.attempt());
    }

    private void requireFlag(boolean flagged, Event.Received receipt, Attempt attempt) {
        if (!flagged) {
            violations.add(new Violation(Rule.UNFLAGGED, "message " + receipt.message() + " came again in " + attempt
                    + " with JMSRedelivered " + receipt.redelivered() + ", JMSXDeliveryCount "
                    + receipt.deliveries()));
        }
    }

    private void checkOrder(History history) {
        Set<MessageId> once = receivedOnce(history);
        Map<String, MessageId> last = new HashMap<>();
        for (Receipt receipt : history.receipts()) {
            MessageId message = receipt.message();
            if (receipt.attempt().outcome() == Outcome.COMMITTED && once.contains(message)) {
                compare(last.put(line(receipt.attempt(), message), message), message, receipt.attempt());
            }
        }
    }

    private void compare(MessageId before, MessageId message, Attempt attempt) {
        if (before != null && before.sequence() > message.sequence()) {
            violations.add(new Violation(Rule.DISORDERED,
                    "message " + message + " in " + attempt + " came after " + before));
        }
    }

    /**
     * Within such a line order holds. What one of several consumers had when it was killed another may get first, so
     * theirs holds within one process only.
     */
    private static String line(Attempt attempt, MessageId message) {
        String line = attempt.worker() + " " + message.destination() + " " + message.producer();
        return Destinations.SHARED.equals(message.destination()) ? line + " " + attempt.cycle() : line;
    }

    private static Set<MessageId> receivedOnce(History history) {
        Set<MessageId> once = new HashSet<>();
        Set<MessageId> more = new HashSet<>();
        for (Receipt receipt : history.receipts()) {
            if (!once.add(receipt.message())) {
                more.add(receipt.message());
            }
        }
        once.removeAll(more);
        return once;
    }
}
