package org.escrowmq.it.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escrowmq.it.bench.harness.Results;

/** Writes and prints everything that a run leaves. */
public final class Reports {

    private Reports() { }

    /**
     * Writes into a directory, and prints the tables.
     *
     * @param directory created if it does not exist
     */
    public static void write(Results results, Path directory, PrintStream out) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.json"), JsonReport.of(results));
        String tables = MarkdownReport.of(results);
        Files.writeString(directory.resolve("results.md"), tables);
        out.println();
        out.print(tables);
        out.println();
        out.println("Written to " + directory);
    }
}
