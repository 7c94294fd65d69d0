package org.escrowmq.it.crash;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.escrowmq.it.crash.history.Deliveries;
import org.escrowmq.it.crash.history.Outcome;
import org.escrowmq.it.crash.history.Violation;
import org.escrowmq.it.crash.history.Violation.Rule;

/** What a run amounts to. For use by one thread. */
final class Totals {

    private static final int MOST_KEPT = 20;
    private static final String BROKER = "broker: ";
    private static final String MOMENT = "random moment";
    private static final String START = "random moment of the start";

    private final Map<String, int[]> kills = new TreeMap<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Rule, Long> violations = new EnumMap<>(Rule.class);
    private final List<Violation> first = new ArrayList<>();
    private int cycles;
    private int stores;
    private long messagesInDoubt;
    private long rowsInDoubt;
    private long decisions;
    private long troubles;
    private long redelivered;
    private long acrossKills;
    private long acrossBrokerKills;
    private long forgotten;
    private int databasesLost;

    void add(Kill kill, Cycle cycle, Map<Outcome, Long> ended) {
        cycles++;
        String name = (kill.isOfBroker() ? BROKER : "")
                + (kill.point() != null ? kill.point() : kill.fromStart() ? START : MOMENT);
        int[] hits = kills.computeIfAbsent(name, unused -> new int[2]);
        hits[kill.point() == null || cycle.isReached() ? 0 : 1]++;
        ended.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        recovered(cycle);
    }

    /** A process that was not killed, at the end of a store. */
    void recovered(Cycle cycle) {
        messagesInDoubt += cycle.messagesInDoubt();
        rowsInDoubt += cycle.rowsInDoubt();
        decisions += cycle.decisions();
        troubles += cycle.troubles().size();
    }

    void databaseLost() {
        databasesLost++;
        stores++;
    }

    void add(Deliveries.Counts counts) {
        stores++;
        redelivered += counts.redelivered();
        acrossKills += counts.acrossKills();
        acrossBrokerKills += counts.acrossBrokerKills();
        forgotten += counts.forgotten();
    }

    void add(List<Violation> found) {
        found.forEach(violation -> violations.merge(violation.rule(), 1L, Long::sum));
        found.stream().limit(MOST_KEPT - Math.min(MOST_KEPT, first.size())).forEach(first::add);
    }

    /** The table, and what exactly was wrong first. */
    String report() {
        return table(0) + first.stream().map(violation -> violation + "\n").collect(Collectors.joining());
    }

    /** Nothing is wrong. A run in which nothing was committed, or nothing cut off, proves nothing. */
    boolean isClean() {
        return violations.isEmpty() && count(Outcome.COMMITTED) > 0 && count(Outcome.UNKNOWN) > 0;
    }

    long count(Rule rule) {
        return violations.getOrDefault(rule, 0L);
    }

    long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** A table, one figure a line. */
    String table(long seconds) {
        StringBuilder table = new StringBuilder();
        line(table, "cycles", cycles, "kills, on " + stores + " pairs of stores");
        line(table, "committed", count(Outcome.COMMITTED), "transactions, as answered");
        line(table, "rolled back", count(Outcome.ROLLED_BACK), "as planned");
        line(table, "timed out", count(Outcome.TIMED_OUT), "and rolled back");
        line(table, "refused", count(Outcome.REFUSED), "rolled back by a store; troubles reported: " + troubles);
        line(table, "unknown", count(Outcome.UNKNOWN), "cut off by a kill");
        line(table, "in doubt", messagesInDoubt, "branches recovered in the message store");
        line(table, "", rowsInDoubt, "branches recovered in the database");
        line(table, "", decisions, "decisions found in the transaction log");
        line(table, "redelivered", redelivered, "messages after a rollback, all flagged unless counted below");
        line(table, "", acrossKills, "messages after a kill, likewise");
        line(table, "", acrossBrokerKills, "messages after a kill of the broker alone, not flagged: " + forgotten);
        line(table, "given up", databasesLost, "pairs of stores, because Derby could not recover its own files");
        for (Rule rule : Rule.values()) {
            line(table, rule.name().toLowerCase(Locale.ROOT).replace('_', ' '), count(rule), "violations");
        }
        line(table, "seconds", seconds, "");
        return table.toString();
    }

    /** A table of the places: how often killed there, and how often not reached in time. */
    String places() {
        StringBuilder table = new StringBuilder();
        kills.forEach((name, hits) -> table.append(String.format("%-28s %5d%s%n", name, hits[0],
                hits[1] == 0 ? "" : "   not reached in time: " + hits[1])));
        return table.toString();
    }

    private static void line(StringBuilder table, String name, long value, String meaning) {
        table.append(String.format("%-12s %8d  %s%n", name, value, meaning));
    }
}
