package org.escrowmq.it.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.escrowmq.it.bench.harness.BenchRun;
import org.escrowmq.it.bench.harness.Cell;
import org.escrowmq.it.bench.harness.Options;
import org.escrowmq.it.bench.harness.Results;
import org.escrowmq.it.bench.report.Reports;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The program behind {@code it-tests/benchmarks-it}. Exit code 0 if everything was measured and everybody flushes, 1 if
 * not, 2 if the command line is wrong.
 */
@SuppressWarnings("checkstyle:NoConsole") // A program for the command line: its result is what it prints.
@Command(name = "it-tests/benchmarks-it")
public final class BenchmarksIt extends Options implements Callable<Integer> {

    private BenchmarksIt() { }

    /** Runs with the options that {@code --help} describes. */
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new BenchmarksIt()).execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BenchRun prepared;
        try {
            prepared = new BenchRun(this, out);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(new CommandLine(this), e.getMessage(), e);
        }
        Results results;
        try (BenchRun run = prepared) {
            results = run.run();
        }
        Reports.write(results, out(), out);
        List<Cell> unflushed = results.unflushed();
        boolean failed = results.cells().stream().anyMatch(Cell::isFailed);
        return unflushed.isEmpty() && !failed ? 0 : 1;
    }
}
