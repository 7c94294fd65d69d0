package org.escrowmq.it.scale;

import java.util.function.ToLongFunction;
import org.escrowmq.it.load.Account;

/**
 * What both stages came to. Immutable.
 *
 * @param embedded orders that were placed while the broker was inside the server
 * @param pair orders that were placed while it was a primary with a backup
 * @param left messages that are still in a queue of the broker that serves in the end
 */
record Result(Account embedded, Account pair, long left) {

    /** Whether everything adds up in each stage; before there is a kill no request may fail. */
    boolean balanced() {
        return embedded.balanced() && embedded.unknown() == 0 && pair.balanced() && left == 0;
    }

    /** A line for each figure. */
    String table() {
        return String.join(System.lineSeparator(),
                String.format("%-12s %9s %9s", "", "embedded", "pair"),
                line("placed", Account::placed, "confirmed to the client"),
                line("rolled back", Account::rolledBack, "confirmed to the client"),
                line("unknown", Account::unknown, "failed with the kill; placed of them: "
                        + embedded.unknownPlaced() + " and " + pair.unknownPlaced()),
                line("consumed", Account::consumed, "messages"),
                line("lost", Account::lost, "confirmed but gone, never consumed, or event missing"),
                line("duplicated", Account::duplicated, "consumed or heard more than once"),
                line("leaked", Account::leaked, "rolled back but there, or consumed without an order"),
                line("in doubt", Account::inDoubt, "branches and decisions left over"),
                String.format("%-12s %9s %9d  %s", "left", "", left, "messages in the queues of the backup"));
    }

    private String line(String name, ToLongFunction<Account> figure, String meaning) {
        return String.format(
                "%-12s %9d %9d  %s", name, figure.applyAsLong(embedded), figure.applyAsLong(pair), meaning);
    }
}
