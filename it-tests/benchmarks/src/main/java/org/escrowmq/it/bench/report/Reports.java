package org.escrowmq.it.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escrowmq.it.bench.harness.Cell;
import org.escrowmq.it.bench.harness.Results;
import org.escrowmq.it.bench.scenario.ScenarioKind;

/** Writes and prints everything that a run leaves. */
public final class Reports {

    private Reports() { }

    /**
     * Writes into a directory, and prints the tables and the advice.
     *
     * @param directory created if it does not exist
     */
    public static void write(Results results, Path directory, PrintStream out) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.json"), JsonReport.of(results));
        String tables = MarkdownReport.of(results);
        Files.writeString(directory.resolve("results.md"), tables);
        for (ScenarioKind scenario : ScenarioKind.values()) {
            List<Cell> cells = results.cells().stream()
                    .filter(cell -> cell.scenario() == scenario && cell.failure() == null).toList();
            if (!cells.isEmpty()) {
                Files.writeString(directory.resolve(scenario.id() + ".svg"), SvgChart.of(scenario, cells));
            }
        }
        out.println();
        out.print(tables);
        out.println();
        Advice.of(results).forEach(out::println);
        out.println("Written to " + directory);
    }
}
