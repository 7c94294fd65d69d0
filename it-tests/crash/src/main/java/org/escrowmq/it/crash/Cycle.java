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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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
import org.escrowmq.it.crash.victim.Task;
import org.escrowmq.it.crash.victim.Wire;
import org.escrowmq.it.crash.victim.Words;

/**
 * One process from its start to its end: writes down what it says, checks when it has recovered, and kills it. For use
 * by one thread.
 */
final class Cycle {

    private static final int LIMIT_SECONDS = 120;

    private final Kill kill;
    private final Path directory;
    private final BrokerHost broker;
    private final History history;
    private final Observation observation;
    private final AtomicBoolean struck = new AtomicBoolean();
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private VictimProcess process;
    private volatile ScheduledFuture<?> deadline;
    private volatile boolean hung;
    private volatile Exception brokerFailure;
    private boolean replaced;
    private boolean ready;
    private boolean settled;
    private boolean reached;
    private boolean closed;
    private boolean databaseLost;
    private final int[] inDoubt = new int[7];

    private Cycle(Kill kill, StorePair pair) {
        this.kill = kill;
        this.directory = pair.directory();
        this.broker = pair.broker();
        this.history = pair.history();
        this.observation = pair.observation();
    }

    /**
     * Runs one.
     *
     * @param jvmOptions for its JVM
     * @param rules Byteman's rules for it
     */
    static Cycle run(Kill kill, StorePair pair, List<String> jvmOptions, String rules, Task task)
            throws IOException, InterruptedException {
        Cycle cycle = new Cycle(kill, pair);
        cycle.history.nextCycle();
        try (VictimProcess process =
                VictimProcess.start(pair.directory(), jvmOptions, rules, task.arguments())) {
            cycle.process = process;
            cycle.follow();
        } finally {
            cycle.timer.shutdownNow();
        }
        return cycle;
    }

    private void follow() throws IOException, InterruptedException {
        deadline = kill.fromStart()
                ? strikeAfter(kill.millis()) : timer.schedule(this::hangs, LIMIT_SECONDS, TimeUnit.SECONDS);
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
        } else if (brokerFailure != null) {
            violations.add(new Violation(Rule.BROKEN, "the broker could not be started again: " + brokerFailure));
        } else if (!process.isKilled() && !closed && !databaseLost) {
            violations.add(new Violation(Rule.BROKEN, "the process ended by itself with code " + code
                    + "; the end of its log:\n" + VictimProcess.endOfLog(directory)));
        }
    }

    private void take(String[] words, String line) throws IOException, InterruptedException {
        switch (words[0]) {
            case Wire.READY -> ready();
            case Wire.POINT -> {
                reached = true;
                strike();
            }
            case Wire.IN_DOUBT -> recovered(words);
            case Wire.HELD -> observation.holds(MessageId.parse(words[1]), Boolean.parseBoolean(words[2]));
            case Wire.SENT_ROW -> observation.row(new SentRow(MessageId.parse(words[1]), words[2]));
            case Wire.CONSUMED_ROW -> observation.row(new ConsumedRow(MessageId.parse(words[1]), words[2]));
            case Wire.TROUBLE -> trouble(line);
            case Wire.DATABASE_LOST -> databaseLost = true;
            case Wire.CLOSED -> closed = true;
            default -> history.accept(Event.parse(words));
        }
    }

    /** Whoever works while the broker is away has troubles. */
    private void trouble(String line) {
        if (!kill.isOfBroker()) {
            troubles.add(line);
        }
    }

    private void recovered(String... words) throws IOException, InterruptedException {
        int[] told = Stream.of(words).skip(1).mapToInt(Integer::parseInt).toArray();
        for (int i = 0; i < inDoubt.length; i++) {
            inDoubt[i] += told[i];
        }
        if (told[3] + told[4] + told[5] > 0) {
            violations.add(new Violation(Rule.IN_DOUBT, "after " + told[6] + " scans there are " + told[3]
                    + " branches in the message store, " + told[4] + " in the database, " + told[5] + " decisions"));
        } else {
            settleBroker();
        }
        observation.forgetMessages();
        observation.forgetRowsNotKept();
        Destinations.QUEUES.forEach(observation::sees);
        process.say(Words.LOOK);
    }

    private void settleBroker() throws IOException, InterruptedException {
        try {
            broker.settle();
        } catch (IllegalStateException e) {
            violations.add(new Violation(Rule.IN_DOUBT,
                    "messages stay on their way in the broker, as those of a branch that nobody completes: " + e));
        }
    }

    private void ready() throws IOException {
        observation.keepRows();
        violations.addAll(Checker.check(history, observation));
        if (ready) {
            settled = true;
            process.kill();
            return;
        }
        if (!kill.isPlanned()) {
            ready = true;
            process.say(Words.END);
            return;
        }
        process.say(Words.WORK);
        if (!kill.fromStart()) {
            deadline.cancel(false);
            deadline = strikeAfter(kill.millis());
        }
        synchronized (this) {
            ready = true;
            followUp();
        }
    }

    private ScheduledFuture<?> strikeAfter(int millis) {
        return timer.schedule(this::strike, millis, TimeUnit.MILLISECONDS);
    }

    /** At the point, or at the moment at which it is waited for no longer. */
    private void strike() {
        if (!struck.compareAndSet(false, true)) {
            return;
        }
        if (kill.isOfBroker()) {
            timer.execute(this::replaceBroker);
        } else {
            process.kill();
        }
    }

    private void replaceBroker() {
        try {
            history.brokerDies();
            broker.kill();
            if (!kill.sequel().afterStart()) {
                process.say(Words.RESUME);
            }
            broker.start();
            if (kill.sequel().afterStart()) {
                process.say(Words.RESUME);
            }
            synchronized (this) {
                replaced = true;
                followUp();
            }
        } catch (IOException | IllegalStateException e) {
            brokerFailure = e;
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once the process works, and the broker again. */
    private void followUp() {
        if (ready && replaced) {
            timer.schedule(kill.sequel().settles() ? this::settle : process::kill, kill.sequel().millis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void settle() {
        try {
            deadline = timer.schedule(this::hangs, LIMIT_SECONDS, TimeUnit.SECONDS);
            process.say(Words.SETTLE);
        } catch (IOException e) {
            // It has ended; whoever reads what it says sees that, too.
            deadline.cancel(false);
        }
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

    /**
     * The first process whose rows have not been told after this one.
     *
     * @param number this one's
     * @param before what it was before
     */
    int nextToTell(int number, int before) {
        return settled ? number + 1 : ready ? number : before;
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
