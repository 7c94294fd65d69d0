package org.escrowmq.it.bench.scenario;

import java.util.Locale;

/**
 * What a contender is to do next, as one line of text. Immutable.
 *
 * @param scenario what
 * @param threads how many do it at the same time
 * @param warmUpMillis how long before anything is counted
 * @param millis how long it is counted
 * @param messages how many messages a backlog has, or a queue that is drained
 */
public record Order(ScenarioKind scenario, int threads, int warmUpMillis, int millis, int messages) {

    /** Ends the contender. */
    public static final String QUIT = "quit";

    /** The order as a line. */
    public String line() {
        return String.format(Locale.ROOT, "%s %d %d %d %d", scenario.id(), threads, warmUpMillis, millis, messages);
    }

    /** Reads a line that {@link #line} made. */
    public static Order of(String line) {
        String[] parts = line.split(" ");
        return new Order(ScenarioKind.of(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]), Integer.parseInt(parts[4]));
    }
}
