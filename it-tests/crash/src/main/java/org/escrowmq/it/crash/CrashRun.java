package org.escrowmq.it.crash;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.escrowmq.EscrowBroker;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.crash.history.Checker;
import org.escrowmq.it.crash.history.Deliveries;
import org.escrowmq.it.crash.history.Violation;
import org.escrowmq.it.crash.victim.Layout;
import org.escrowmq.it.crash.victim.MessageStore;
import org.escrowmq.it.crash.victim.Pressure;
import org.escrowmq.it.crash.victim.Task;

/** A whole run: stores one after the other, each killed many times. For use by one thread. */
final class CrashRun {

    private static final int MOST_SHOWN = 20;

    private final Options options;
    private final PrintStream out;
    private final Rules points;
    private final String sabotage;
    private final Rules pressures;
    private final Schedule schedule;
    private final Totals totals = new Totals();
    private List<String> jvmOptions = List.of();
    private int killed;
    private int stores;

    /**
     * Prepares one.
     *
     * @throws IllegalArgumentException if the options name a point or sabotage that does not exist
     */
    CrashRun(Options options, PrintStream out) throws IOException {
        this.options = options;
        this.out = out;
        Rules embedded = Rules.read("points.btm");
        this.points = options.remote() ? embedded.outsideOfBroker(Rules.read("remote.btm")) : embedded;
        this.sabotage = options.sabotage().isEmpty()
                ? "" : Rules.read("sabotage.btm").ruleWithOthers(options.sabotage());
        this.pressures = Rules.read("pressure.btm");
        this.schedule = new Schedule(options, points);
    }

    /** Runs it. What is wrong is printed as it is found, and the stores concerned are kept. */
    Totals run() throws IOException, InterruptedException {
        // Of what the provider logs while this program reads its store, only what is wrong.
        Logger.getLogger("").setLevel(Level.WARNING);
        out.println("seed " + options.seed() + ", " + options.cycles() + " cycles, points " + options.points()
                + (options.remote() ? ", remote broker" : "")
                + (sabotage.isEmpty() ? "" : ", SABOTAGE " + options.sabotage()) + "; repeat with --seed "
                + options.seed());
        Path work = options.work().toAbsolutePath();
        Trees.delete(work);
        Files.createDirectories(work);
        jvmOptions = Rehearsal.run(work);
        while (killed < options.cycles()) {
            stores++;
            Path directory = work.resolve("store-" + stores);
            Files.createDirectories(directory);
            if (runStore(directory)) {
                Trees.delete(directory);
            } else {
                out.println("  kept: " + directory);
            }
        }
        return totals;
    }

    /** Kills processes on one pair of stores until its life is over or something is wrong; true if nothing is. */
    private boolean runStore(Path directory) throws IOException, InterruptedException {
        Pressure pressure = schedule.nextPressure();
        try (BrokerHost broker = options.remote()
                ? BrokerHost.process(directory.resolve("broker")) : BrokerHost.EMBEDDED) {
            return run(new StorePair(directory, broker, pressure));
        }
    }

    private boolean run(StorePair pair) throws IOException, InterruptedException {
        int life = Math.min(schedule.nextLife(), options.cycles() - killed);
        boolean mayRecover = false;
        int since = 0;
        for (int number = 1; number <= life; number++) {
            Kill kill = schedule.next(pair.pressure(), number == 1, mayRecover);
            long start = System.nanoTime();
            Cycle cycle = run(kill, pair, number, since);
            killed++;
            totals.add(kill, cycle, pair.history().outcomes());
            say(kill, pair, cycle, start);
            if (report(cycle.violations())) {
                return false;
            }
            if (cycle.isDatabaseLost()) {
                return databaseLost(pair);
            }
            since = cycle.nextToTell(number, since);
            mayRecover = kill.point() != null;
        }
        return endStore(pair, life + 1, since);
    }

    private Cycle run(Kill kill, StorePair pair, int number, int since) throws IOException, InterruptedException {
        String pressure = pair.pressure().rule();
        String rules = (kill.point() == null ? "" : points.rule(kill.point())) + sabotage
                + (pressure.isEmpty() ? "" : pressures.rule(pressure));
        Task task = new Task(number, since, schedule.nextLoad(), kill.hit(), kill.isInRecovery(), !sabotage.isEmpty(),
                pair.pressure(), pair.broker().url());
        return Cycle.run(kill, pair, jvmOptions, rules, task);
    }

    /** Recovers once more, then looks at everything from here. */
    private boolean endStore(StorePair pair, int number, int since) throws IOException, InterruptedException {
        Cycle last = run(Kill.NEVER, pair, number, since);
        totals.recovered(last);
        if (last.isDatabaseLost()) {
            return databaseLost(pair);
        }
        if (report(last.violations())) {
            return false;
        }
        pair.broker().settle();
        List<Violation> violations = new ArrayList<>(Examination.of(pair));
        violations.addAll(Checker.check(pair.history(), pair.observation()));
        totals.add(Deliveries.count(pair.history()));
        return !report(violations);
    }

    /** The message store at least has to open; the pair is of no further use, and kept. */
    private boolean databaseLost(StorePair pair) {
        totals.databaseLost();
        out.println("  Derby cannot recover its own files");
        MessageStore.open(pair.broker().url(), new Layout(pair.directory()), EscrowBroker.builder()).close();
        return false;
    }

    private void say(Kill kill, StorePair pair, Cycle cycle, long start) {
        Pressure pressure = pair.pressure();
        String where = (kill.isOfBroker() ? "broker, " : "") + place(kill, cycle);
        String kind = pressure == Pressure.NONE ? "" : " (" + pressure.name().toLowerCase(Locale.ROOT) + ")";
        out.printf("%5d store %d%s: %s; in doubt %d/%d/%d; %s; %d ms%n", killed, stores, kind, where,
                cycle.messagesInDoubt(), cycle.rowsInDoubt(), cycle.decisions(), pair.history().outcomes(),
                (System.nanoTime() - start) / 1_000_000);
        cycle.troubles().forEach(trouble -> out.println("      " + trouble));
    }

    private static String place(Kill kill, Cycle cycle) {
        return kill.point() == null
                ? kill.millis() + " ms " + (kill.fromStart() ? "after the start" : "of work")
                : kill.point() + " hit " + kill.hit() + (cycle.isReached() ? "" : ", not reached");
    }

    private boolean report(List<Violation> violations) {
        totals.add(violations);
        violations.stream().limit(MOST_SHOWN).forEach(violation -> out.println("  " + violation));
        return !violations.isEmpty();
    }
}
