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
     * @param acrossBrokerKills in a later process of a broker that was killed by itself
     * @param forgotten those of them that did not say so
     */
    public record Counts(long redelivered, long acrossKills, long acrossBrokerKills, long forgotten) {
    }

    private final History history;
    private final List<Violation> violations = new ArrayList<>();
    private final Map<MessageId, Receipt> last = new HashMap<>();
    private long redelivered;
    private long acrossKills;
    private long acrossBrokerKills;
    private long forgotten;

    private Deliveries(History history) {
        this.history = history;
    }

    static List<Violation> check(History history) {
        Deliveries deliveries = new Deliveries(history);
        history.receipts().forEach(deliveries::checkFlags);
        deliveries.checkOrder();
        return deliveries.violations;
    }

    /** Counts what came more than once. */
    public static Counts count(History history) {
        Deliveries deliveries = new Deliveries(history);
        history.receipts().forEach(deliveries::checkFlags);
        return new Counts(deliveries.redelivered, deliveries.acrossKills, deliveries.acrossBrokerKills,
                deliveries.forgotten);
    }

    private void checkFlags(Receipt receipt) {
        Event.Received event = receipt.event();
        if (!event.intact()) {
            violations.add(new Violation(Rule.DAMAGED, "the body of message " + receipt.message()
                    + " was changed when " + receipt.attempt() + " received it"));
        }
        boolean flagged = event.redelivered() && event.deliveries() > 1;
        Receipt before = last.put(receipt.message(), receipt);
        if (before == null) {
            return;
        }
        if (!receipt.isInTheLifeOf(before)) {
            // A remote broker counts deliveries in its memory.
            acrossBrokerKills++;
            forgotten += flagged ? 0 : 1;
            return;
        }
        if (before.attempt().cycle() == receipt.attempt().cycle()) {
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

    private void checkOrder() {
        Set<MessageId> once = receivedOnce(history);
        once.removeAll(sentBesideBranchesInDoubt());
        Map<String, MessageId> latest = new HashMap<>();
        for (Receipt receipt : history.receipts()) {
            MessageId message = receipt.message();
            if (receipt.attempt().outcome() == Outcome.COMMITTED && once.contains(message)) {
                compare(latest.put(line(receipt.attempt(), message), message), message, receipt.attempt());
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

    /** Who goes on while a branch of his is in doubt overtakes what is in it. */
    private Set<MessageId> sentBesideBranchesInDoubt() {
        Set<MessageId> sent = new HashSet<>();
        for (Attempt attempt : history.attempts()) {
            if (history.hasBrokerDied(attempt)) {
                sent.addAll(attempt.sent());
            }
        }
        return sent;
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
