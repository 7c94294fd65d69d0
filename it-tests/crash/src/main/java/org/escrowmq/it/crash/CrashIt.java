package org.escrowmq.it.crash;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The program behind {@code it-tests/crash-it}. Exit code 0 if everything adds up, 1 if not, 2 if the command line is
 * wrong.
 */
@SuppressWarnings("checkstyle:NoConsole") // A program for the command line: its result is what it prints.
public final class CrashIt {

    private CrashIt() {
    }

    /** Runs with the options that {@code it-tests/crash-it} describes. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        CrashRun run;
        try {
            run = new CrashRun(Options.parse(arguments), System.out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        long start = System.nanoTime();
        Totals totals = run.run();
        System.out.println();
        System.out.print(totals.places());
        System.out.println();
        System.out.print(totals.table(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)));
        System.exit(totals.isClean() ? 0 : 1);
    }
}
