package org.escrowmq.it.crash;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.escrowmq.it.crash.history.Checker;
import org.escrowmq.it.crash.history.Destinations;
import org.escrowmq.it.crash.history.Event;
import org.escrowmq.it.crash.history.History;
import org.escrowmq.it.crash.history.MessageId;
import org.escrowmq.it.crash.history.Observation;
import org.escrowmq.it.crash.history.Observation.ConsumedRow;
import org.escrowmq.it.crash.history.Observation.SentRow;
import org.escrowmq.it.crash.history.Violation;
import org.escrowmq.it.crash.history.Violation.Rule;
import org.escrowmq.it.crash.victim.Victim;
import org.escrowmq.it.crash.victim.Wire;

/**
 * One process from its start to its end: writes down what it says, checks when it has recovered, and kills it. For use
 * by one thread.
 */
final class Cycle {

    private static final int LIMIT_SECONDS = 120;

    private final Kill kill;
    private final Path directory;
    private final History history;
    private final Observation observation;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private VictimProcess process;
    private ScheduledFuture<?> deadline;
    private volatile boolean hung;
    private boolean ready;
    private boolean reached;
    private boolean closed;
    private boolean databaseLost;
    private int[] inDoubt = new int[7];

    private Cycle(Kill kill, Path directory, History history, Observation observation) {
        this.kill = kill;
        this.directory = directory;
        this.history = history;
        this.observation = observation;
    }

    /**
     * Runs one.
     *
     * @param jvmOptions for its JVM
     * @param rules Byteman's rules for it
     * @param arguments those of {@link Victim#main} after the directory
     */
    static Cycle run(Kill kill, Path directory, History history, Observation observation, List<String> jvmOptions,
            String rules, List<String> arguments) throws IOException, InterruptedException {
        Cycle cycle = new Cycle(kill, directory, history, observation);
        history.nextCycle();
        observation.forgetMessages();
        observation.forgetRowsNotKept();
        Destinations.QUEUES.forEach(observation::sees);
        try (VictimProcess process = VictimProcess.start(directory, jvmOptions, rules, arguments)) {
            cycle.process = process;
            cycle.follow();
        } finally {
            cycle.timer.shutdownNow();
        }
        return cycle;
    }

    private void follow() throws IOException, InterruptedException {
        deadline = kill.fromStart()
                ? killAfter(kill.millis()) : timer.schedule(this::hangs, LIMIT_SECONDS, TimeUnit.SECONDS);
        try (Writer transcript = Files.newBufferedWriter(directory.resolve("transcript"), StandardOpenOption.CREATE,
                StandardOpenOption.APPEND)) {
            String line = process.readLine();
            while (line != null) {
                transcript.write(line + "\n");
                take(line.split(" "), line);
                line = process.readLine();
            }
        }
        int code = process.awaitEnd();
        deadline.cancel(false);
        if (hung) {
            violations.add(new Violation(Rule.BROKEN, "the process was not ready after " + LIMIT_SECONDS + " s"));
        } else if (!process.isKilled() && !closed && !databaseLost) {
            violations.add(new Violation(Rule.BROKEN, "the process ended by itself with code " + code
                    + "; the end of its log:\n" + VictimProcess.endOfLog(directory)));
        }
    }

    private void take(String[] words, String line) throws IOException {
        switch (words[0]) {
            case Wire.READY -> ready();
            case Wire.POINT -> {
                reached = true;
                process.kill();
            }
            case Wire.IN_DOUBT -> recovered(words);
            case Wire.HELD -> observation.holds(MessageId.parse(words[1]), Boolean.parseBoolean(words[2]));
            case Wire.SENT_ROW -> observation.row(new SentRow(MessageId.parse(words[1]), words[2]));
            case Wire.CONSUMED_ROW -> observation.row(new ConsumedRow(MessageId.parse(words[1]), words[2]));
            case Wire.TROUBLE -> troubles.add(line);
            case Wire.DATABASE_LOST -> databaseLost = true;
            case Wire.CLOSED -> closed = true;
            default -> history.accept(Event.parse(words));
        }
    }

    private void recovered(String... words) {
        for (int i = 0; i < inDoubt.length; i++) {
            inDoubt[i] = Integer.parseInt(words[i + 1]);
        }
        if (inDoubt[3] + inDoubt[4] + inDoubt[5] > 0) {
            violations.add(new Violation(Rule.IN_DOUBT, "after " + inDoubt[6] + " scans there are " + inDoubt[3]
                    + " branches in the message store, " + inDoubt[4] + " in the database, " + inDoubt[5]
                    + " decisions"));
        }
    }

    private void ready() throws IOException {
        ready = true;
        observation.keepRows();
        violations.addAll(Checker.check(history, observation));
        if (!kill.isPlanned()) {
            process.say("end");
        } else {
            process.say(Victim.WORK);
            if (!kill.fromStart()) {
                deadline.cancel(false);
                deadline = killAfter(kill.millis());
            }
        }
    }

    private ScheduledFuture<?> killAfter(int millis) {
        return timer.schedule(process::kill, millis, TimeUnit.MILLISECONDS);
    }

    private void hangs() {
        hung = true;
        try {
            process.dumpThreads(directory.resolve("threads"));
        } catch (IOException e) {
            troubles.add("threads could not be written: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.kill();
    }

    /** Everything that is wrong. */
    List<Violation> violations() {
        return violations;
    }

    /** What failed in the process and should not have, without being a violation by itself. */
    List<String> troubles() {
        return troubles;
    }

    /** Whether it recovered and told what is in its stores. */
    boolean isReady() {
        return ready;
    }

    /** Whether the database could not recover its own files, so that nothing can be compared any more. */
    boolean isDatabaseLost() {
        return databaseLost;
    }

    /** Whether it was killed at its point. */
    boolean isReached() {
        return reached;
    }

    /** Branches that were in doubt in the message store when it started. */
    int messagesInDoubt() {
        return inDoubt[0];
    }

    /** Those of the database. */
    int rowsInDoubt() {
        return inDoubt[1];
    }

    /** Decisions that were not carried out yet. */
    int decisions() {
        return inDoubt[2];
    }
}
