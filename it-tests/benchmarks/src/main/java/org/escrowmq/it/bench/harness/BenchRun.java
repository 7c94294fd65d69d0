package org.escrowmq.it.bench.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.harness.ContenderProcess.ContenderException;
import org.escrowmq.it.bench.scenario.Order;
import org.escrowmq.it.bench.scenario.ScenarioKind;
import org.escrowmq.it.bench.scenario.ScenarioKind.Group;
import org.escrowmq.it.common.Trees;

/**
 * One run: starts every contender once, then goes through scenarios and numbers of threads; within each, rounds, and
 * within each round all contenders, one after the other, beginning with another one each time. For use by one thread.
 */
public final class BenchRun implements AutoCloseable {

    /** Used from here on, it may be full before the run is over. */
    private static final int FULL_PERCENT = 75;

    private final Options options;
    private final Plan plan;
    private final PrintStream progress;
    private final Processes processes;
    private final Set<ContenderKind> absent = EnumSet.noneOf(ContenderKind.class);
    private final Results results;
    private final long start = System.nanoTime();
    private int done;
    private boolean complete;

    /** Plans a run. */
    public BenchRun(Options options, PrintStream progress) {
        this.options = options;
        this.plan = Plan.of(options);
        this.progress = progress;
        this.results = new Results(Facts.of(options, plan));
        this.processes = new Processes(options, plan, results);
    }

    /** Runs; what is there at its end is complete. */
    public Results run() throws IOException, InterruptedException {
        Trees.delete(options.stores());
        results.facts().forEach((name, value) -> progress.printf("%-12s %s%n", name, value));
        warnOfFullDevice();
        for (ContenderKind kind : plan.contenders()) {
            start(kind);
        }
        for (Plan.Step step : plan.steps()) {
            measure(step);
        }
        complete = true;
        return results;
    }

    /** A contender that does not go on looks like one that is slow. */
    private void warnOfFullDevice() throws IOException {
        FileStore device = Files.getFileStore(Files.createDirectories(options.work()));
        long percent = 100 - 100 * device.getUsableSpace() / device.getTotalSpace();
        if (percent > FULL_PERCENT) {
            progress.printf("%d %% of the device of --work are in use; with 90 Artemis lets senders wait for ever%n",
                    percent);
        }
    }

    private void start(ContenderKind kind) throws IOException, InterruptedException {
        try {
            ContenderProcess process = processes.start(kind);
            results.flushSettings(kind, process.flushSettings());
            progress.printf("%-14s %s%n", kind.id(), process.flushSettings());
        } catch (ContenderException e) {
            absent.add(kind);
            progress.printf("%-14s does not take part: %s%n", kind.id(), e.getMessage());
        }
    }

    private void measure(Plan.Step step) throws IOException, InterruptedException {
        List<Cell> cells = new ArrayList<>();
        for (ContenderKind kind : step.contenders()) {
            if (!absent.contains(kind)) {
                cells.add(new Cell(step.scenario(), step.threads(), kind));
            }
        }
        for (int round = 0; round < plan.rounds(step.scenario()); round++) {
            List<Cell> turn = new ArrayList<>(cells);
            Collections.rotate(turn, -round);
            for (Cell cell : turn) {
                round(cell, round);
            }
        }
        cells.forEach(results::add);
        if (step.scenario().group() == Group.SMALL_HEAP_ON_BACKLOG) {
            processes.endSmallHeaps();
        }
    }

    private void round(Cell cell, int round) throws IOException, InterruptedException {
        done++;
        if (round > 0 && cell.failure() != null) {
            return;
        }
        ScenarioKind scenario = cell.scenario();
        String name = String.format(Locale.ROOT, "%3d%% %4ds %-16s %2d threads, round %d %-14s",
                100 * done / plan.size(), (System.nanoTime() - start) / 1_000_000_000, scenario.id(), cell.threads(),
                round + 1, cell.contender().id());
        try {
            cell.add(processes.round(cell.contender(), new Order(scenario, cell.threads(),
                    plan.warmUpMillis(round), plan.millis(), plan.messages(scenario))));
            List<Double> rates = cell.rates();
            progress.printf(Locale.ROOT, "%s %,12.1f/s%n", name, rates.get(rates.size() - 1));
        } catch (ContenderException e) {
            cell.fail(e.getMessage());
            progress.printf("%s %s%n", name, e.getMessage());
        }
    }

    /** Ends the contenders; their stores, which are large, are left only by a run that was broken off. */
    @Override
    public void close() throws IOException, InterruptedException {
        processes.close();
        if (complete) {
            Trees.delete(options.stores());
        }
    }
}
