package org.escrowmq.it.load;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What the clients know, held against what the server has once everything has settled. Immutable.
 *
 * @param placed orders whose commit was confirmed to a client
 * @param rolledBack orders whose rollback was confirmed to a client
 * @param unknown requests that were cut off or failed
 * @param unknownPlaced how many of those turned out to be committed
 * @param consumed messages consumed
 * @param lost confirmed orders that are not there, orders never consumed, and consumptions whose event never arrived
 * @param duplicated orders consumed more than once, and events that arrived more than once
 * @param leaked rolled back orders that are there, and consumptions without an order
 * @param inDoubt branches and decisions left over in the message store, database and transaction log
 */
public record Account(long placed, long rolledBack, long unknown, long unknownPlaced, long consumed, long lost,
        long duplicated, long leaked, long inDoubt) {

    /**
     * Adds up.
     *
     * @param outcomes what the clients know, by order
     * @param stored all orders of the database
     * @param orphaned consumptions in the database that have no order
     * @param inDoubt what is left undecided
     */
    public static Account of(
            Map<String, Outcome> outcomes, Collection<StoredOrder> stored, long orphaned, long inDoubt) {
        Set<String> ids = new HashSet<>();
        stored.forEach(order -> ids.add(order.id()));
        long unknownPlaced = ids.stream().filter(id -> outcomes.get(id) == Outcome.UNKNOWN).count();
        long unexpected = ids.stream().filter(id -> mustNotExist(outcomes.get(id))).count();
        long missing = outcomes.entrySet().stream()
                .filter(entry -> entry.getValue() == Outcome.PLACED && !ids.contains(entry.getKey()))
                .count();
        return new Account(count(outcomes, Outcome.PLACED), count(outcomes, Outcome.ROLLED_BACK),
                count(outcomes, Outcome.UNKNOWN) + count(outcomes, Outcome.UNKNOWN_ROLLBACK), unknownPlaced,
                sum(stored, StoredOrder::consumptions),
                missing + never(stored, StoredOrder::consumptions) + eventsMissing(stored),
                repeated(stored, StoredOrder::consumptions) + repeated(stored, StoredOrder::events),
                unexpected + orphaned, inDoubt);
    }

    /** Whether everything adds up; a run in which nothing was placed proves nothing and does not. */
    public boolean balanced() {
        return placed > 0 && rolledBack > 0 && lost == 0 && duplicated == 0 && leaked == 0 && inDoubt == 0;
    }

    /** The account as a table, one figure a line. */
    public String table() {
        return String.join(System.lineSeparator(),
                line("placed", placed, "confirmed to the client"),
                line("rolled back", rolledBack, "confirmed to the client"),
                line("unknown", unknown, "cut off by a kill; " + unknownPlaced + " of them are placed"),
                line("consumed", consumed, "messages"),
                line("lost", lost, "confirmed but gone, never consumed, or event missing"),
                line("duplicated", duplicated, "consumed or heard more than once"),
                line("leaked", leaked, "rolled back but there, or consumed without an order"),
                line("in doubt", inDoubt, "branches and decisions left over"));
    }

    private static String line(String name, long value, String meaning) {
        return String.format("%-12s %7d  %s", name, value, meaning);
    }

    /** An order that no client asked for must not exist either. */
    private static boolean mustNotExist(Outcome outcome) {
        return outcome != Outcome.PLACED && outcome != Outcome.UNKNOWN;
    }

    private static long count(Map<String, Outcome> outcomes, Outcome outcome) {
        return outcomes.values().stream().filter(outcome::equals).count();
    }

    private static long sum(Collection<StoredOrder> stored, ToIntFunction<StoredOrder> figure) {
        return stored.stream().mapToInt(figure).sum();
    }

    private static long never(Collection<StoredOrder> stored, ToIntFunction<StoredOrder> figure) {
        return stored.stream().filter(order -> figure.applyAsInt(order) == 0).count();
    }

    private static long eventsMissing(Collection<StoredOrder> stored) {
        return stored.stream().filter(order -> order.consumptions() > 0 && order.events() == 0).count();
    }

    private static long repeated(Collection<StoredOrder> stored, ToIntFunction<StoredOrder> figure) {
        return stored.stream().filter(order -> figure.applyAsInt(order) > 1).count();
    }
}
