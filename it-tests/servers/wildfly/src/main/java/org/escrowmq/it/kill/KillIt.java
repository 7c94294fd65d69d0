package org.escrowmq.it.kill;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.escrowmq.it.load.Account;
import org.escrowmq.it.load.Load;
import org.escrowmq.it.load.Outcome;
import org.escrowmq.it.load.Sample;
import org.escrowmq.it.load.Settling;
import org.escrowmq.it.load.StoredOrder;
import org.escrowmq.it.server.InDoubt;
import org.escrowmq.it.server.MessageBroker;
import org.escrowmq.it.server.ServerInstallation;
import org.escrowmq.it.server.ServerProcess;
import org.escrowmq.it.wildfly.WildFlyInstallation;

/**
 * The program behind {@code it-tests/kill-it}: starts the sample's server, has clients place orders, kills it with
 * SIGKILL at a random moment, starts it on the same data, and so on; then lets it recover and adds up. Exit code 0 if
 * everything adds up, 1 if not, 2 if the command line is wrong.
 */
@SuppressWarnings("checkstyle:NoConsole") // A program for the command line: its result is what it prints.
public final class KillIt {

    private static final Duration BOOT_LIMIT = Duration.ofSeconds(180);
    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 6_000;
    /** The transaction manager waits 20 s before it takes a branch that nobody decided for abandoned. */
    private static final Duration RECOVERY = Duration.ofSeconds(45);

    private final Options options;
    private final Random random;
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    private KillIt(Options options) {
        this.options = options;
        this.random = new Random(options.seed());
    }

    /** Runs with the options that {@code it-tests/kill-it} describes. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        // Of what the provider logs while this program reads its store, only what is wrong.
        Logger.getLogger("").setLevel(Level.WARNING);
        Account account = new KillIt(options).run();
        System.out.println();
        System.out.println(account.table());
        System.exit(account.balanced() ? 0 : 1);
    }

    private Account run() throws IOException, InterruptedException {
        System.out.println("seed " + options.seed() + ", " + options.kills() + " kills, " + options.clients()
                + " clients; repeat with --seed " + options.seed());
        ServerInstallation server = WildFlyInstallation.create(options.home(), options.work());
        server.addDeployment(options.ear());
        for (int kill = 1; kill <= options.kills(); kill++) {
            runAndKill(server, kill);
        }
        List<StoredOrder> orders;
        Sample.Totals totals;
        try (ServerProcess process = start(server)) {
            Sample sample = new Sample(process);
            System.out.println("recovering and settling");
            totals = Settling.await(sample, RECOVERY, () -> true);
            orders = sample.orders();
            process.stop();
        }
        return Account.of(outcomes, orders, totals.orphaned(),
                InDoubt.of(server, MessageBroker.EMBEDDED, Sample.DATABASE).count());
    }

    private void runAndKill(ServerInstallation server, int kill) throws IOException, InterruptedException {
        int millis = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
        int before = outcomes.size();
        try (ServerProcess process = start(server)) {
            Load load = Load.start(new Sample(process), options.clients(), random, outcomes);
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
                process.kill();
            } finally {
                load.stop();
            }
        }
        System.out.printf("kill %2d after %4d ms and %5d requests%n", kill, millis, outcomes.size() - before);
    }

    private static ServerProcess start(ServerInstallation server) throws IOException, InterruptedException {
        ServerProcess process = server.start();
        try {
            process.awaitReady(Sample.PAGE, BOOT_LIMIT);
            return process;
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
    }
}
