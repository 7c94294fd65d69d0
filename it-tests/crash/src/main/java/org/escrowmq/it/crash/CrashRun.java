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
import java.util.stream.Stream;
import org.escrowmq.EscrowBroker;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.crash.history.Checker;
import org.escrowmq.it.crash.history.Deliveries;
import org.escrowmq.it.crash.history.History;
import org.escrowmq.it.crash.history.Observation;
import org.escrowmq.it.crash.history.Violation;
import org.escrowmq.it.crash.victim.Layout;
import org.escrowmq.it.crash.victim.Pressure;

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
        this.points = Rules.read("points.btm");
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
        History history = new History();
        Observation observation = new Observation();
        Pressure pressure = schedule.nextPressure();
        int life = Math.min(schedule.nextLife(), options.cycles() - killed);
        boolean mayRecover = false;
        int since = 0;
        for (int number = 1; number <= life; number++) {
            Kill kill = schedule.next(pressure, number == 1, mayRecover);
            long start = System.nanoTime();
            Cycle cycle = run(kill, pressure, directory, history, observation, number, since);
            killed++;
            totals.add(kill, cycle, history.outcomes());
            say(kill, pressure, cycle, history, start);
            if (report(cycle.violations())) {
                return false;
            }
            if (cycle.isDatabaseLost()) {
                return databaseLost(directory);
            }
            since = cycle.isReady() ? number : since;
            mayRecover = kill.point() != null;
        }
        return endStore(pressure, directory, history, observation, life + 1, since);
    }

    private Cycle run(Kill kill, Pressure pressure, Path directory, History history, Observation observation,
            int number, int since) throws IOException, InterruptedException {
        String rules = (kill.point() == null ? "" : points.rule(kill.point())) + sabotage
                + (pressure.rule().isEmpty() ? "" : pressures.rule(pressure.rule()));
        Stream<Object> arguments = Stream.of(number, since, schedule.nextLoad(), kill.hit(), kill.isInRecovery(),
                !sabotage.isEmpty(), pressure);
        return Cycle.run(kill, directory, history, observation, jvmOptions, rules,
                arguments.map(Object::toString).toList());
    }

    /** Recovers once more, then looks at everything from here. */
    private boolean endStore(Pressure pressure, Path directory, History history, Observation observation, int number,
            int since) throws IOException, InterruptedException {
        Cycle last = run(Kill.NEVER, pressure, directory, history, observation, number, since);
        totals.recovered(last);
        if (last.isDatabaseLost()) {
            return databaseLost(directory);
        }
        List<Violation> violations = new ArrayList<>(last.violations());
        violations.addAll(Examination.of(directory, observation));
        violations.addAll(Checker.check(history, observation));
        totals.add(Deliveries.count(history));
        return !report(violations);
    }

    /** The message store at least has to open; the pair is of no further use, and kept. */
    private boolean databaseLost(Path directory) {
        totals.databaseLost();
        out.println("  Derby cannot recover its own files");
        EscrowBroker.open(new Layout(directory).messages()).close();
        return false;
    }

    private void say(Kill kill, Pressure pressure, Cycle cycle, History history, long start) {
        String where = kill.point() == null
                ? kill.millis() + " ms " + (kill.fromStart() ? "after the start" : "of work")
                : kill.point() + " hit " + kill.hit() + (cycle.isReached() ? "" : ", not reached");
        String kind = pressure == Pressure.NONE ? "" : " (" + pressure.name().toLowerCase(Locale.ROOT) + ")";
        out.printf("%5d store %d%s: %s; in doubt %d/%d/%d; %s; %d ms%n", killed, stores, kind, where,
                cycle.messagesInDoubt(), cycle.rowsInDoubt(), cycle.decisions(), history.outcomes(),
                (System.nanoTime() - start) / 1_000_000);
        cycle.troubles().forEach(trouble -> out.println("      " + trouble));
    }

    private boolean report(List<Violation> violations) {
        totals.add(violations);
        violations.stream().limit(MOST_SHOWN).forEach(violation -> out.println("  " + violation));
        return !violations.isEmpty();
    }
}
