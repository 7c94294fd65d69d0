package org.escrowmq.broker.tool;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.escrowmq.InDoubtBranch;
import org.escrowmq.broker.store.DirectoryLock;
import org.escrowmq.broker.store.InDoubtListing;
import org.escrowmq.broker.store.StoreCheck;
import org.escrowmq.broker.store.StoreLayout;
import org.escrowmq.broker.store.StoreRepair;
import org.escrowmq.broker.store.StoreReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line for the files of a store that no broker has open: {@code java -jar escrowmq-provider-*-tool.jar}.
 *
 * <p>It and {@link MoveCommand} are the only classes that need picocli, which is in that jar and not a dependency of
 * the provider's users.
 */
@Command(name = "java -jar escrowmq-provider-tool.jar", mixinStandardHelpOptions = true,
        description = "Looks for damage in the files of a store, repairs it, lists branches in doubt, and moves a "
                + "store to another broker. No broker may have the store open.",
        subcommands = {StoreTool.Verify.class, StoreTool.Repair.class, StoreTool.InDoubt.class, MoveCommand.class})
public final class StoreTool {

    /** The store is as it should be. */
    public static final int INTACT = 0;

    /** The store is damaged, or damage remains. */
    public static final int DAMAGED = 1;

    /** The command could not be carried out. */
    public static final int FAILED = 2;

    private StoreTool() { }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // The tool's jar has nothing that writes a log, and says itself what is to be said.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(commandLine().execute(arguments));
    }

    /** Runs a command, writing to these, and returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    private static CommandLine commandLine() {
        return new CommandLine(new StoreTool()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
            return FAILED;
        });
    }

    /** What all commands need. */
    abstract static class OnStore implements Callable<Integer> {

        private static final long REPORT_EVERY = 1L << 30;

        @Parameters(paramLabel = "<directory>", description = "the directory of the store")
        private Path directory;

        @Spec
        private CommandSpec command;

        private DirectoryLock lock;
        private long done;

        abstract int run(Path store) throws IOException;

        @Override
        public Integer call() throws IOException {
            Path store = directory.toAbsolutePath().normalize();
            if (!Files.isRegularFile(store.resolve(StoreLayout.IDENTITY_FILE))) {
                throw new IOException(store + " is not a store: it has no file " + StoreLayout.IDENTITY_FILE);
            }
            lock = lock(store);
            try {
                return run(store);
            } finally {
                unlock();
            }
        }

        /** For a command that has the store opened by somebody who locks it. */
        void unlock() throws IOException {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        }

        private static DirectoryLock lock(Path store) throws IOException {
            try {
                return DirectoryLock.acquire(store.resolve(StoreLayout.LOCK_FILE));
            } catch (DirectoryLock.HeldException e) {
                throw new IOException("The store " + store + " is in use by " + e.getMessage(), e);
            }
        }

        PrintWriter out() {
            return command.commandLine().getOut();
        }

        /** Says how far it is, once for each GiB. */
        LongConsumer progress(long total) {
            return bytes -> {
                long before = done;
                done += bytes;
                if (done / REPORT_EVERY > before / REPORT_EVERY) {
                    command.commandLine().getErr().println(done / REPORT_EVERY + " of " + total / REPORT_EVERY
                            + " GiB");
                }
            };
        }

        /** What there is to read: the journals twice if there is a seal to compare them with. */
        static long size(Path store) throws IOException {
            int times = Files.exists(store.resolve(StoreLayout.SEAL_FILE)) ? 2 : 1;
            return times * (sizeOf(store.resolve(StoreLayout.JOURNAL)) + sizeOf(store.resolve(StoreLayout.BINDINGS)))
                    + sizeOf(store.resolve(StoreLayout.PAGING));
        }

        private static long sizeOf(Path directory) throws IOException {
            if (!Files.isDirectory(directory)) {
                return 0;
            }
            try (Stream<Path> files = Files.walk(directory)) {
                return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
            }
        }
    }

    /** Looks for damage. */
    @Command(name = "verify", mixinStandardHelpOptions = true,
            description = "Reads everything and lists what is damaged; changes nothing.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:the store is intact", "1:it is damaged", "2:it could not be read"})
    static final class Verify extends OnStore {

        @Override
        int run(Path store) throws IOException {
            StoreReport report = StoreCheck.everything(store, progress(size(store)));
            report.files().forEach((file, text) -> out().println(file + ": " + text));
            report.notes().forEach(note -> out().println("left by a crash: " + note));
            report.damage().forEach(damage -> out().println("DAMAGED: " + damage));
            out().println(report.damage().isEmpty()
                    ? store + " is intact" + (report.isSealed() ? "; every byte of its journals is as it was closed"
                    : "; it was not closed properly, so only the structure of its records could be checked")
                    : store + " is damaged in " + report.damage().size() + " places");
            return report.damage().isEmpty() ? INTACT : DAMAGED;
        }
    }

    /** Lists branches. */
    @Command(name = "in-doubt", mixinStandardHelpOptions = true,
            description = {"Lists the transaction branches that are prepared and wait for their transaction manager, "
                    + "and those that an operator completed; changes nothing.",
                "To decide on one, open the broker: see docs/operations.md."},
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:no branch is in doubt", "1:there are such branches", "2:the store could not be read"})
    static final class InDoubt extends OnStore {

        @Override
        int run(Path store) throws IOException {
            List<InDoubtBranch> branches = InDoubtListing.of(store);
            branches.forEach(out()::println);
            out().println(branches.size() + " branches in doubt in " + store);
            return branches.isEmpty() ? INTACT : DAMAGED;
        }
    }

    /** Repairs. */
    @Command(name = "repair", mixinStandardHelpOptions = true,
            description = "Copies the journals, then saves what can be read and sets the rest aside.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:the store can be opened", "1:damage remains", "2:it could not be repaired"})
    static final class Repair extends OnStore {

        @Option(names = "--backup", paramLabel = "<directory>",
                description = "where to copy what is going to be changed; must not exist; by default beside the store")
        private Path backup;

        @Override
        int run(Path store) throws IOException {
            String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
            Path copy = backup == null
                    ? store.resolveSibling(store.getFileName() + "-before-repair-" + time)
                    : backup.toAbsolutePath().normalize();
            boolean usable = StoreRepair.run(store, copy, out()::println);
            out().println(usable ? store + " can be opened" : store + " is still damaged");
            return usable ? INTACT : DAMAGED;
        }
    }
}
