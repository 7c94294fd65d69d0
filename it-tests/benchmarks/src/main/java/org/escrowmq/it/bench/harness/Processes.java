package org.escrowmq.it.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.harness.ContenderProcess.ContenderException;
import org.escrowmq.it.bench.scenario.Measured;
import org.escrowmq.it.bench.scenario.Order;
import org.escrowmq.it.bench.scenario.ScenarioKind;
import org.escrowmq.it.common.Trees;

/**
 * The processes of all contenders: one for most scenarios, one with a small heap, and new ones for measuring starts.
 * For use by one thread. Who makes it closes it.
 */
final class Processes implements AutoCloseable {

    private static final int SMALL_HEAP = 256;
    private static final double MEBIBYTE = 1 << 20;

    private final Options options;
    private final Plan plan;
    private final Results results;
    private final Map<Path, ContenderProcess> running = new HashMap<>();
    private final Map<Path, Boolean> filled = new HashMap<>();
    private final Set<String> preheated = new HashSet<>();

    Processes(Options options, Plan plan, Results results) {
        this.options = options;
        this.plan = plan;
        this.results = results;
    }

    /** Starts the process for most scenarios and warms it up. */
    ContenderProcess start(ContenderKind kind) throws IOException, InterruptedException, ContenderException {
        ContenderProcess process = running(kind, "main", options.heapMegabytes());
        process.round(new Order(ScenarioKind.SEND_TRANSACTED, 4, 0, plan.preheatMillis(), 0));
        return process;
    }

    private Path directory(ContenderKind kind, String purpose) {
        return options.stores().resolve(kind.id() + "-" + purpose);
    }

    private ContenderProcess running(ContenderKind kind, String purpose, int heap)
            throws IOException, ContenderException {
        Path directory = directory(kind, purpose);
        ContenderProcess process = running.get(directory);
        if (process == null) {
            process = ContenderProcess.start(kind, heap, directory);
            running.put(directory, process);
        }
        return process;
    }

    /** One round, in the process that it is for. */
    Measured round(ContenderKind kind, Order order) throws IOException, InterruptedException, ContenderException {
        ScenarioKind scenario = order.scenario();
        switch (scenario.group()) {
            case START:
                Trees.delete(directory(kind, scenario.id()));
                return onceIn(kind, scenario.id(), order);
            case START_ON_BACKLOG:
                fillForStart(kind, order);
                return onceIn(kind, scenario.id(), order);
            case SMALL_HEAP:
                return smallHeap(kind, order).round(order);
            case SMALL_HEAP_ON_BACKLOG:
                fillSmallHeap(kind, order);
                return smallHeap(kind, order).round(order);
            default:
                return running(kind, "main", options.heapMegabytes()).round(order);
        }
    }

    private Measured onceIn(ContenderKind kind, String purpose, Order order)
            throws IOException, InterruptedException, ContenderException {
        try (ContenderProcess process =
                ContenderProcess.start(kind, options.heapMegabytes(), directory(kind, purpose))) {
            return process.round(order);
        }
    }

    private void fillForStart(ContenderKind kind, Order order)
            throws IOException, InterruptedException, ContenderException {
        Path directory = directory(kind, order.scenario().id());
        if (filled.putIfAbsent(directory, true) == null) {
            onceIn(kind, order.scenario().id(), fill(order));
            note(kind, order, directory);
        }
    }

    /** Has done the same for a while before it is measured: what a queue costs for good does not show earlier. */
    private ContenderProcess smallHeap(ContenderKind kind, Order order)
            throws IOException, InterruptedException, ContenderException {
        ContenderProcess process = running(kind, "heap", SMALL_HEAP);
        if (preheated.add(kind.id() + " " + order.scenario())) {
            process.round(new Order(order.scenario(), order.threads(), 0, plan.steadyMillis(), 0));
        }
        return process;
    }

    private void fillSmallHeap(ContenderKind kind, Order order)
            throws IOException, InterruptedException, ContenderException {
        Path directory = directory(kind, "heap");
        if (filled.putIfAbsent(directory, true) == null) {
            running(kind, "heap", SMALL_HEAP).round(fill(order));
            note(kind, order, directory);
        }
    }

    private static Order fill(Order order) {
        return new Order(ScenarioKind.FILL, 1, 0, 0, order.messages());
    }

    private void note(ContenderKind kind, Order order, Path directory) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        results.note(String.format(Locale.ROOT, "%s: the store of %s has %,.0f MiB with %,d messages of 1 KiB",
                order.scenario().id(), kind.title(), bytes / MEBIBYTE, order.messages()));
    }

    /** Ends the processes with a small heap, which nobody needs after a scenario on a backlog. */
    void endSmallHeaps() throws IOException, InterruptedException {
        for (ContenderKind kind : ContenderKind.values()) {
            ContenderProcess process = running.remove(directory(kind, "heap"));
            if (process != null) {
                process.close();
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (ContenderProcess process : running.values()) {
            process.close();
        }
    }
}
