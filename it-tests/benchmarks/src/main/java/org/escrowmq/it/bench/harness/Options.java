package org.escrowmq.it.bench.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.scenario.ScenarioKind;
import org.escrowmq.it.bench.scenario.ScenarioKind.Group;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. Set by picocli, then read only. */
@Command(name = "it-tests/benchmarks-it", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures EscrowMQ and its peers side by side in one run, on your disk.")
public class Options {

    private static final int HEAP = 1024;

    @Option(names = "--quick", description = "the whole run in less than 6 minutes; else about two hours")
    private boolean quick;

    @Option(names = "--scenario", split = ",", paramLabel = "NAME", description = "only these")
    private List<String> scenarios = List.of();

    @Option(names = "--threads", split = ",", paramLabel = "N", description = "only with so many threads")
    private List<Integer> threads = List.of();

    @Option(names = "--contender", split = ",", paramLabel = "NAME", description = "only these")
    private List<String> contenders = List.of();

    @Option(names = "--with", split = ",", paramLabel = "NAME", description = "these as well")
    private List<String> with = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "rounds for each figure; 5, or 2 if quick")
    private Integer rounds;

    @Option(names = "--seconds", paramLabel = "S", description = "how long a round is counted; 5, or less if quick")
    private Double seconds;

    @Option(names = "--backlog", paramLabel = "N", description = "messages in a backlog; 1000000, or 20000 if quick")
    private Integer backlog;

    @Option(names = "--heap", paramLabel = "MB", description = "the heap of every contender; ${DEFAULT-VALUE}")
    private int heapMegabytes = HEAP;

    @Option(names = "--work", paramLabel = "DIRECTORY", required = true,
            description = "where the stores are, on the device that is to be measured; emptied first")
    private Path work;

    @Option(names = "--out", paramLabel = "DIRECTORY", description = "where the results go; by default under --work")
    private Path out;

    /** Whether the run has to be over soon. */
    public boolean isQuick() {
        return quick;
    }

    /** What is measured. */
    public List<ScenarioKind> scenarios() {
        if (!scenarios.isEmpty()) {
            return scenarios.stream().map(ScenarioKind::of).toList();
        }
        return Arrays.stream(ScenarioKind.values()).filter(one -> one.group() != Group.PREPARATION).toList();
    }

    /** With how many threads. */
    public List<Integer> threads(ScenarioKind scenario) {
        return threads.isEmpty() ? scenario.threads(quick) : threads;
    }

    /** Who takes part. */
    public List<ContenderKind> contenders() {
        List<ContenderKind> all = new ArrayList<>(contenders.isEmpty()
                ? Arrays.stream(ContenderKind.values()).filter(ContenderKind::isUsual).toList()
                : contenders.stream().flatMap(one -> ContenderKind.named(one).stream()).toList());
        with.stream().flatMap(name -> ContenderKind.named(name).stream()).filter(one -> !all.contains(one))
                .forEach(all::add);
        return all;
    }

    /** How many rounds each figure is the median of. */
    public int rounds() {
        return rounds != null ? rounds : quick ? 2 : 5;
    }

    /** How long each round is counted, if somebody said so. */
    public Double seconds() {
        return seconds;
    }

    /** How many messages a backlog has, if somebody said so. */
    public Integer backlog() {
        return backlog;
    }

    /** The heap of every contender. */
    public int heapMegabytes() {
        return heapMegabytes;
    }

    /** Where the stores are. */
    public Path work() {
        return work.toAbsolutePath();
    }

    /** Where the stores of all contenders are. */
    Path stores() {
        return work().resolve("stores");
    }

    /** Where the results go. */
    public Path out() {
        return out == null ? work().resolve("results") : out.toAbsolutePath();
    }
}
