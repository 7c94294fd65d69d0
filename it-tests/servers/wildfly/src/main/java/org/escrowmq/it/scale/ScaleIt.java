package org.escrowmq.it.scale;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.escrowmq.it.cluster.BrokerContents;
import org.escrowmq.it.cluster.BrokerMain;
import org.escrowmq.it.cluster.BrokerProcess;
import org.escrowmq.it.cluster.Pair;
import org.escrowmq.it.load.Account;
import org.escrowmq.it.load.Load;
import org.escrowmq.it.load.Outcome;
import org.escrowmq.it.load.Sample;
import org.escrowmq.it.load.Settling;
import org.escrowmq.it.load.StoredOrder;
import org.escrowmq.it.server.InDoubt;
import org.escrowmq.it.server.ServerProcess;
import org.escrowmq.it.wildfly.WildFlyInstallation;

/**
 * The program behind {@code it-tests/scale-it}: the sample's EAR, byte for byte the same, first with the broker inside
 * the server, then with a primary and its backup, of which the first is killed by SIGKILL under load. Between the two
 * nothing is switched but the adapter's {@code brokerUrl}. Exit code 0 if everything adds up, 1 if not, 2 if the
 * command line is wrong. Used by one thread.
 */
@SuppressWarnings("checkstyle:NoConsole") // A program for the command line: its result is what it prints.
public final class ScaleIt {

    private static final String BROKER_URL = "escrowmq.brokerUrl";

    private static final Duration BOOT_LIMIT = Duration.ofSeconds(180);
    /** For a number of requests, one of them cut off. */
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(120);
    /** Two passes of recovery. */
    private static final Duration RECOVERY = Duration.ofSeconds(12);
    private static final String SUBSCRIPTION = "escrowmq-sample.confirmed-orders";
    private static final List<String> QUEUES = List.of("orders", SUBSCRIPTION, "DLQ", "ExpiryQueue");

    private final Options options;
    private final PrintStream out;
    private final Random random;
    private final WildFlyInstallation server;
    private final String digest;
    private final Map<String, Outcome> embedded = new ConcurrentHashMap<>();
    private final Map<String, Outcome> remote = new ConcurrentHashMap<>();

    ScaleIt(Options options, PrintStream out) throws IOException {
        this.options = options;
        this.out = out;
        this.random = new Random(options.seed());
        this.digest = digest(options.ear());
        this.server = WildFlyInstallation.create(options.home(), options.work().resolve("server"));
        server.addDeployment(options.ear());
        // The same in both stages; an embedded broker without users asks nobody.
        server.setProperty("escrowmq.userName", BrokerProcess.USER);
        server.setProperty("escrowmq.password", BrokerProcess.PASSWORD);
    }

    /** Runs with the options that {@code it-tests/scale-it} describes. */
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
        Result result = new ScaleIt(options, System.out).run();
        System.out.println();
        System.out.println(result.table());
        System.exit(result.balanced() ? 0 : 1);
    }

    Result run() throws IOException, InterruptedException {
        out.println("seed " + options.seed() + ", " + options.orders() + " orders, " + options.clients()
                + " clients; repeat with --seed " + options.seed());
        out.println("EAR " + options.ear().getFileName() + ", SHA-256 " + digest);
        Account first = runEmbedded();
        out.println("embedded: placed " + first.placed() + ", consumed " + first.consumed() + ", lost " + first.lost()
                + ", duplicated " + first.duplicated() + ", in doubt " + first.inDoubt());
        try (Pair pair = Pair.ofPrimaryAndBackup("scale-it")) {
            return runOnPair(pair);
        }
    }

    private Account runEmbedded() throws IOException, InterruptedException {
        try (ServerProcess process = start("embedded:")) {
            Sample sample = new Sample(process);
            Load load = Load.start(sample, options.clients(), random, embedded);
            try {
                awaitAnswers(embedded, options.orders());
            } finally {
                load.stop();
            }
            Sample.Totals totals = Settling.await(sample, Duration.ZERO, () -> server.decisions().orElse(0) == 0);
            List<StoredOrder> orders = sample.orders();
            process.stop();
            return Account.of(embedded, orders, totals.orphaned(), inDoubt());
        }
    }

    private Result runOnPair(Pair pair) throws IOException, InterruptedException {
        BrokerProcess primary = pair.first().start();
        BrokerProcess backup = pair.second().launch();
        backup.await(BrokerMain.REPLICATED);
        try (ServerProcess process = start(primary.url() + "," + backup.url() + "?ha=true")) {
            try (BrokerContents contents = BrokerContents.of(primary)) {
                // What is published before there is a subscription is for nobody.
                Awaitility.await().atMost(BOOT_LIMIT).until(() -> contents.has(SUBSCRIPTION));
            }
            Sample sample = new Sample(process);
            loadWithKill(sample, primary, backup);
            try (BrokerContents contents = BrokerContents.of(backup)) {
                Sample.Totals totals = Settling.await(sample, RECOVERY,
                        () -> contents.inDoubt().isEmpty() && server.decisions().orElse(0) == 0);
                List<StoredOrder> orders = sample.orders();
                process.stop();
                return account(orders, totals, contents);
            }
        }
    }

    private void loadWithKill(Sample sample, BrokerProcess primary, BrokerProcess backup)
            throws IOException, InterruptedException {
        Load load = Load.start(sample, options.clients(), random, remote);
        try {
            int before = options.orders() + random.nextInt(options.orders());
            awaitAnswers(remote, before);
            primary.kill();
            long killed = System.nanoTime();
            int answered = remote.size();
            backup.await(BrokerMain.SERVES);
            out.println("kill -9 of the primary, process " + primary.pid() + ", after " + answered
                    + " answers; its backup, process " + backup.pid() + ", serves after "
                    + Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms");
            long placed = placed(remote);
            Awaitility.await().atMost(LOAD_LIMIT).until(() -> placed(remote) - placed >= options.orders());
        } finally {
            load.stop();
        }
        out.println(remote.size() + " answers with the pair; settling");
    }

    private Result account(List<StoredOrder> orders, Sample.Totals totals, BrokerContents contents)
            throws IOException {
        long left = 0;
        for (String queue : QUEUES) {
            left += contents.messages(queue);
        }
        // The database is the same: what the first stage left must not have changed.
        List<StoredOrder> ofEmbedded = orders.stream().filter(order -> embedded.containsKey(order.id())).toList();
        List<StoredOrder> others = orders.stream().filter(order -> !embedded.containsKey(order.id())).toList();
        return new Result(Account.of(embedded, ofEmbedded, 0, 0),
                Account.of(remote, others, totals.orphaned(), inDoubt() + contents.inDoubt().size()), left);
    }

    /** Branches in the embedded store, too, which has to be as empty as it was left. */
    private long inDoubt() throws IOException {
        return InDoubt.of(server, Sample.DATABASE).count();
    }

    private ServerProcess start(String brokerUrl) throws IOException, InterruptedException {
        server.setProperty(BROKER_URL, brokerUrl);
        String deployed = digest(server.deployment(options.ear()));
        if (!deployed.equals(digest)) {
            throw new IOException("The server has another EAR than before: SHA-256 " + deployed);
        }
        out.println("WildFly with -D" + BROKER_URL + "=" + brokerUrl + ", EAR " + deployed.substring(0, 12) + "...");
        ServerProcess process = server.start();
        try {
            process.awaitReady(Sample.PAGE, BOOT_LIMIT);
            return process;
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    private static void awaitAnswers(Map<String, Outcome> outcomes, int number) {
        Awaitility.await().atMost(LOAD_LIMIT).pollInterval(Duration.ofMillis(10))
                .until(() -> outcomes.size() >= number);
    }

    private static long placed(Map<String, Outcome> outcomes) {
        return outcomes.values().stream().filter(Outcome.PLACED::equals).count();
    }

    private static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
