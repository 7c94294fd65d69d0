package org.escrowmq.it.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.harness.Cell;
import org.escrowmq.it.bench.harness.Results;
import org.escrowmq.it.bench.scenario.ScenarioKind;

/** What the figures mean for somebody who is going to use this device. */
final class Advice {

    /** Below that, a device does not belong to those that are made for this. */
    private static final double SLOW_FLUSHES = 500;
    /** Above that, a flush costs no more than a copy into a cache; so it may be one. */
    private static final double INCREDIBLE_FLUSHES = 50_000;
    private static final double UNSTEADY = 10;

    private Advice() { }

    static List<String> of(Results results) {
        List<String> advice = new ArrayList<>();
        results.find(ScenarioKind.SEND_TRANSACTED, 1, ContenderKind.RAW_WRITE)
                .ifPresent(raw -> device(results, raw, advice));
        for (int threads : new int[] {16, 64}) {
            results.find(ScenarioKind.SEND_TRANSACTED, threads, ContenderKind.ESCROWMQ).ifPresent(cell ->
                    advice.add(String.format(Locale.ROOT, "%d threads that commit at the same time share flushes: "
                            + "%,.0f commits a second here, %.1f for each flush.", cell.threads(), cell.rate(),
                            1 / Math.max(1e-9, cell.flushesPerOperation()))));
        }
        for (Cell cell : results.unflushed()) {
            advice.add(String.format(Locale.ROOT,
                    "%s confirmed in %s what it had not flushed; its figures mean nothing.",
                    cell.contender().title(), cell.scenario().id()));
        }
        return advice;
    }

    private static void device(Results results, Cell raw, List<String> advice) {
        double flushes = raw.rate();
        Optional<Cell> alone = results.find(ScenarioKind.SEND_TRANSACTED, 1, ContenderKind.ESCROWMQ);
        advice.add(String.format(Locale.ROOT, "Your device flushes %,.0f times a second, so expect %s commits a second "
                + "from one thread, and about half as many from a transaction of two phases.", flushes,
                alone.map(cell -> String.format(Locale.ROOT, "%,.0f", cell.rate()))
                        .orElseGet(() -> String.format(Locale.ROOT, "at most %,.0f", flushes))));
        if (flushes < SLOW_FLUSHES) {
            advice.add("That is slow, as disks and network volumes are: use many threads, put several messages into "
                    + "one transaction, or move the data directory to a solid-state disk with power-loss protection.");
        } else if (flushes > INCREDIBLE_FLUSHES || raw.deviceFlushesPerOperation() == 0) {
            advice.add("The kernel has hardly told the device to flush. Either the device needs no flush (power-loss "
                    + "protection), or something between confirms what can still be lost: find out which.");
        }
        if (raw.latencyMicros(99) > UNSTEADY * raw.latencyMicros(50)) {
            advice.add(String.format(Locale.ROOT, "The device is unsteady: one flush in a hundred takes longer than "
                    + "%,.1f ms, the usual one %,.2f ms. Somebody else may be using it.",
                    raw.latencyMicros(99) / 1000, raw.latencyMicros(50) / 1000));
        }
    }
}
