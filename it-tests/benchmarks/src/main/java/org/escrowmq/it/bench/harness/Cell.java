package org.escrowmq.it.bench.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.scenario.ContenderMain;
import org.escrowmq.it.bench.scenario.Measured;
import org.escrowmq.it.bench.scenario.ScenarioKind;

/** One contender in one scenario with one number of threads, and its rounds. For use by one thread. */
public final class Cell {

    private static final int DIGITS = 3;
    private static final double NANOS_IN_MICRO = 1_000;
    /** A round may end between a flush and the operations that it served. */
    private static final double FLUSH_TOLERANCE = 0.9;

    private final ScenarioKind scenario;
    private final int threads;
    private final ContenderKind contender;
    private final List<Measured> rounds = new ArrayList<>();
    private final Histogram latencies = new Histogram(DIGITS);
    private String failure;

    Cell(ScenarioKind scenario, int threads, ContenderKind contender) {
        this.scenario = scenario;
        this.threads = threads;
        this.contender = contender;
    }

    void add(Measured round) {
        rounds.add(round);
        latencies.add(round.latencies());
    }

    void fail(String why) {
        failure = why;
    }

    /** What was done. */
    public ScenarioKind scenario() {
        return scenario;
    }

    /** By how many threads. */
    public int threads() {
        return threads;
    }

    /** By whom. */
    public ContenderKind contender() {
        return contender;
    }

    /** Why there is no figure, or null if there is one. */
    public String failure() {
        return failure != null ? failure : rounds.isEmpty() ? "not measured" : null;
    }

    /** Whether there should be a figure and is none. */
    public boolean isFailed() {
        return failure() != null && !failure().startsWith(ContenderMain.NOT_SUPPORTED);
    }

    /** Operations per second of each round. */
    public List<Double> rates() {
        return rounds.stream().map(Measured::rate).toList();
    }

    /** The median of the rounds. */
    public double rate() {
        return median(rates());
    }

    /** What an operation costs all processes of the contender in computing time: the median of the rounds. */
    public double cpuMicros() {
        return median(rounds.stream().map(one -> one.cpuNanos() / NANOS_IN_MICRO / Math.max(1, one.operations()))
                .toList());
    }

    /** The time within which so many of a hundred operations were complete, over all rounds. */
    public double latencyMicros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_IN_MICRO;
    }

    /** Flushes that the contender asked for, for each operation; -1 if that is not known. */
    public double flushesPerOperation() {
        return perOperation(rounds.stream().mapToLong(Measured::flushes).toArray());
    }

    /** Flushes of the device for each operation; -1 if that is not known. */
    public double deviceFlushesPerOperation() {
        return perOperation(rounds.stream().mapToLong(Measured::deviceFlushes).toArray());
    }

    private double perOperation(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            if (count < 0) {
                return -1;
            }
            sum += count;
        }
        return (double) sum / Math.max(1, rounds.stream().mapToLong(Measured::operations).sum());
    }

    /**
     * Whether everything that was confirmed can have been flushed before: one flush serves at most as many operations
     * as can wait for it at the same time.
     */
    public boolean isFlushed() {
        double each = flushesPerOperation() >= 0 ? flushesPerOperation() : deviceFlushesPerOperation();
        return rounds.isEmpty() || each * rounds.get(0).concurrency() >= FLUSH_TOLERANCE;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
