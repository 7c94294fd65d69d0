package org.escrowmq.it.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.escrowmq.it.common.Trees;

/** A broker in a JVM of its own on the loopback, seen from outside. {@link #kill} is for any thread. */
public final class BrokerProcess implements AutoCloseable {

    /** Who may do everything that applications do. */
    public static final String USER = "shop";
    /** Who may not send to dead letter queues. */
    public static final String CLERK = "clerk";
    /** The password of both. */
    public static final String PASSWORD = "s3cret-of-the-shop";

    /** What makes a JVM start quickly. */
    private static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Xshare:auto", "-Xms64m", "-Xmx256m", "-XX:-UsePerfData");
    private static final long PATIENCE_SECONDS = 60;
    private static final int DELIVERIES = 3;

    private final String configuration;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Path directory;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private Process process;

    /** A broker below {@code escrow.cluster.work}, see the other constructor. */
    BrokerProcess(String name, String configuration, Map<String, String> properties) throws IOException {
        this(Path.of(System.getProperty("escrow.cluster.work", "target/cluster"), name), configuration, properties);
    }

    /**
     * A broker that is not started yet, with an empty store.
     *
     * @param directory what it writes; emptied
     * @param configuration a file on the class path
     */
    private BrokerProcess(Path directory, String configuration, Map<String, String> properties) throws IOException {
        this.configuration = configuration;
        this.directory = directory.toAbsolutePath();
        Trees.delete(directory);
        Files.createDirectories(directory);
        this.properties.put("port", Integer.toString(freePort()));
        this.properties.put("acceptor-options", "");
        this.properties.put("deliveries", Integer.toString(DELIVERIES));
        this.properties.put("data", directory.resolve("data").toString());
        this.properties.putAll(properties);
    }

    /**
     * One that is neither in a cluster nor has a backup, not started yet, with an empty store.
     *
     * @param directory what it writes; emptied
     * @param deliveries how often it delivers a message before it gives it up, -1 for ever
     */
    public static BrokerProcess single(Path directory, int deliveries) throws IOException {
        return new BrokerProcess(directory, "single.xml", Map.of("deliveries", Integer.toString(deliveries)));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return Integer.parseInt(properties.get("port"));
    }

    /** What a client connects to. */
    public String url() {
        return "tcp://127.0.0.1:" + port();
    }

    /** Starts it on what its store has, and waits until it serves. */
    public BrokerProcess start() throws IOException, InterruptedException {
        launch();
        await(BrokerMain.SERVES);
        return this;
    }

    /** Starts it, and does not wait. */
    public BrokerProcess launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerMain.class.getName(),
                configuration));
        told.clear();
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                .start();
        Process started = process;
        Thread reader = new Thread(() -> read(started), "reader of " + directory.getFileName());
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    private void read(Process from) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (told) {
                    told.add(line);
                    told.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            synchronized (told) {
                told.notifyAll();
            }
        }
    }

    /** Waits until it says something. */
    public void await(String word) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (told) {
            while (!told.contains(word)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !process.isAlive()) {
                    throw new IllegalStateException("The broker did not say '" + word + "' but " + told + " in "
                            + PATIENCE_SECONDS + " s" + (process.isAlive() ? "" : " and has ended") + "; see "
                            + directory.resolve("log"));
                }
                told.wait(Math.min(left, 100));
            }
        }
    }

    /**
     * Waits until no message is on its way to a consumer or back, which is so some time after consumers and processes
     * have gone: then its queues show all that they have.
     *
     * @throws IllegalStateException if that does not come; also because of a branch in doubt that has consumed
     */
    public void settle() throws IOException, InterruptedException {
        told.remove(BrokerMain.SETTLED);
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        await(BrokerMain.SETTLED);
    }

    /** The number of the process that was started last. */
    public long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Has it stop as an administrator would. */
    public void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The broker did not stop in " + PATIENCE_SECONDS + " s");
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            // Its port and files are free only when it is gone.
            process.onExit().join();
        }
    }
}
