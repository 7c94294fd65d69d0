package org.escrowmq.it.crash.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escrowmq.it.crash.history.Observation.ConsumedRow;
import org.escrowmq.it.crash.history.Observation.SentRow;
import org.escrowmq.it.crash.history.Violation.Rule;

/**
 * Holds a history against an observation: a transaction has taken effect in both stores or in none, and in the one that
 * was announced where an answer was given. Whoever checks settles: what a transaction without answer turned out to be,
 * it has to be from then on. For use by one thread, for one check.
 */
public final class Checker {

    private final History history;
    private final Observation observation;
    private final List<Violation> violations = new ArrayList<>();
    /** How often each message is there or was certainly consumed. */
    private final Map<MessageId, Integer> effects = new HashMap<>();
    /** Consumed by a transaction that left no row and gave no answer, perhaps. */
    private final Set<MessageId> perhapsConsumed = new HashSet<>();
    private final Set<MessageId> announced = new HashSet<>();
    private final Map<SentRow, Integer> sentRows = new HashMap<>();
    private final Map<ConsumedRow, Integer> consumedRows = new HashMap<>();

    private Checker(History history, Observation observation) {
        this.history = history;
        this.observation = observation;
    }

    /** Everything that is wrong. */
    public static List<Violation> check(History history, Observation observation) {
        Checker checker = new Checker(history, observation);
        checker.collect();
        checker.history.attempts().forEach(checker::check);
        checker.checkNothingInvented();
        checker.violations.addAll(Deliveries.check(history));
        return checker.violations;
    }

    private void collect() {
        observation.held().forEach(this::effect);
        observation.consumed().forEach(row -> {
            effect(row.message());
            consumedRows.merge(row, 1, Integer::sum);
        });
        observation.sent().forEach(row -> sentRows.merge(row, 1, Integer::sum));
        for (Attempt attempt : history.attempts()) {
            announced.addAll(attempt.sent());
            if (!attempt.rows() && attempt.outcome() == Outcome.COMMITTED) {
                attempt.received().forEach(receipt -> effect(receipt.message()));
            } else if (!attempt.rows() && attempt.outcome() == Outcome.UNKNOWN) {
                attempt.received().forEach(receipt -> perhapsConsumed.add(receipt.message()));
            }
        }
    }

    private void effect(MessageId message) {
        effects.merge(message, 1, Integer::sum);
    }

    private int effects(MessageId message) {
        return effects.getOrDefault(message, 0);
    }

    private void check(Attempt attempt) {
        if (attempt.outcome() == Outcome.HEURISTIC) {
            report(Rule.HEURISTIC, attempt + " ended with a heuristic result");
        } else if (attempt.outcome() == Outcome.COMMITTED
                || attempt.outcome() == Outcome.UNKNOWN && hasEffect(attempt)) {
            checkThere(attempt);
            attempt.settle(Outcome.COMMITTED);
        } else {
            checkAbsent(attempt);
            if (attempt.outcome() == Outcome.UNKNOWN && isDecidable(attempt)) {
                attempt.settle(Outcome.ROLLED_BACK);
            }
        }
    }

    private boolean hasEffect(Attempt attempt) {
        return attempt.sent().stream().anyMatch(message -> effects(message) > 0 || sentRow(attempt, message) > 0)
                || attempt.received().stream().anyMatch(receipt -> consumedRow(attempt, receipt) > 0)
                || !attempt.rows() && attempt.received().stream().anyMatch(receipt -> isGone(receipt.message()));
    }

    /** Was there, since somebody received it, and is not any more. */
    private boolean isGone(MessageId message) {
        return effects(message) == 0 && observation.hasSeen(message.destination());
    }

    /** Whether a transaction of which nothing is there has left no place where something of it could still be. */
    private boolean isDecidable(Attempt attempt) {
        return attempt.rows()
                || attempt.sent().stream().allMatch(message -> observation.hasSeen(message.destination()))
                && attempt.received().stream()
                        .allMatch(receipt -> observation.hasSeen(receipt.message().destination()));
    }

    private void checkThere(Attempt attempt) {
        for (MessageId message : attempt.sent()) {
            int times = effects(message);
            if (times == 0 && isGone(message) && !perhapsConsumed.contains(message)) {
                report(Rule.LOST, "message " + message + " of " + attempt + " is nowhere");
            } else if (times > 1) {
                report(Rule.DUPLICATED, "message " + message + " of " + attempt + " is there " + times + " times");
            }
            if (attempt.rows()) {
                requireOne(sentRow(attempt, message), "row of message " + message + ", sent in " + attempt);
            }
        }
        for (Event.Received receipt : attempt.received()) {
            if (attempt.rows()) {
                requireOne(consumedRow(attempt, receipt), "row of message " + receipt.message() + ", consumed in "
                        + attempt);
            }
        }
    }

    private void requireOne(int times, String what) {
        if (times == 0) {
            report(Rule.LOST, "there is no " + what);
        } else if (times > 1) {
            report(Rule.DUPLICATED, "there are " + times + " times the " + what);
        }
    }

    private void checkAbsent(Attempt attempt) {
        for (MessageId message : attempt.sent()) {
            if (effects(message) > 0) {
                report(Rule.LEAKED, "message " + message + " of " + attempt + " is there");
            }
            if (sentRow(attempt, message) > 0) {
                report(Rule.LEAKED, "a row of message " + message + ", sent in " + attempt + ", is there");
            }
        }
        for (Event.Received receipt : attempt.received()) {
            if (consumedRow(attempt, receipt) > 0) {
                report(Rule.LEAKED,
                        "a row of message " + receipt.message() + ", consumed in " + attempt + ", is there");
            }
        }
    }

    private void checkNothingInvented() {
        effects.keySet().stream().filter(message -> !announced.contains(message))
                .forEach(message -> report(Rule.LEAKED, "nobody sent message " + message));
        observation.damaged()
                .forEach(message -> report(Rule.DAMAGED, "the body of message " + message + " is changed"));
    }

    private int sentRow(Attempt attempt, MessageId message) {
        return sentRows.getOrDefault(new SentRow(message, attempt.id()), 0);
    }

    private int consumedRow(Attempt attempt, Event.Received receipt) {
        return consumedRows.getOrDefault(new ConsumedRow(receipt.message(), attempt.id()), 0);
    }

    private void report(Rule rule, String text) {
        violations.add(new Violation(rule, text));
    }
}
