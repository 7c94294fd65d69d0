package org.escrowmq.it.crash.victim;

import java.util.List;

/**
 * What a process is to do, as it is told on its command line. Immutable.
 *
 * @param cycle its number among those on its directory
 * @param since the first process whose rows have not been told
 * @param load seed of the load
 * @param hit which time its point is reached it has to stop there
 * @param inRecovery whether that is a point of recovery
 * @param gathersLong whether the journal gathers for long
 * @param pressure what the stores wear out
 * @param brokerUrl where the broker is
 */
public record Task(int cycle, int since, long load, int hit, boolean inRecovery, boolean gathersLong,
        Pressure pressure, String brokerUrl) {

    /** The first process on a directory that is to do nothing in particular. */
    public static final Task REHEARSAL =
            new Task(1, 0, 0, 0, false, false, Pressure.NONE, MessageStore.EMBEDDED);

    /** As arguments of {@link Victim#main}, after the directory. */
    public List<String> arguments() {
        return List.of(Integer.toString(cycle), Integer.toString(since), Long.toString(load), Integer.toString(hit),
                Boolean.toString(inRecovery), Boolean.toString(gathersLong), pressure.name(), brokerUrl);
    }

    /** Reads what {@link #arguments} wrote, after the directory. */
    static Task parse(String... arguments) {
        return new Task(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]),
                Integer.parseInt(arguments[4]), Boolean.parseBoolean(arguments[5]),
                Boolean.parseBoolean(arguments[6]), Pressure.valueOf(arguments[7]), arguments[8]);
    }
}
