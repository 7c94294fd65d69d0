package org.escrowmq.it.bench.harness;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.scenario.ContenderMain;
import org.escrowmq.it.bench.scenario.Measured;
import org.escrowmq.it.bench.scenario.Order;
import org.jboss.byteman.agent.Main;

/**
 * A contender in a JVM of its own, which stands still while others are measured. For use by one thread. Who starts it
 * closes it.
 */
final class ContenderProcess implements AutoCloseable {

    private static final long ANSWER_MINUTES = 15;
    private static final long END_SECONDS = 60;

    private final ContenderKind kind;
    private final Process process;
    private final BufferedReader answers;
    /** A process that stands still would not notice that nobody gives orders any more. */
    private final Thread atExit = new Thread(this::end);
    private String flushSettings;

    private ContenderProcess(ContenderKind kind, Process process) {
        this.kind = kind;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What goes wrong with one contender; others can go on. */
    static final class ContenderException extends Exception {

        private static final long serialVersionUID = 1L;

        ContenderException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The options of every JVM that is measured. */
    static List<String> jvmOptions(int heapMegabytes) {
        return List.of("-Xms" + heapMegabytes + "m", "-Xmx" + heapMegabytes + "m", "-XX:+UseG1GC",
                "-XX:-UsePerfData");
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param directory its own; its store, its log and its count of flushes are there
     */
    static ContenderProcess start(ContenderKind kind, int heapMegabytes, Path directory)
            throws IOException, ContenderException {
        Files.createDirectories(directory);
        FlushRules rules = FlushRules.in(directory);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions(heapMegabytes));
        command.addAll(rules.jvmOptions(fileOf(Main.class)));
        command.addAll(List.of("-Descrow.bench.directory=" + directory, "-DCoreEnvironmentBean.nodeIdentifier=1",
                // Alone on its log: nobody asks over the network how transactions stand.
                "-DCoordinatorEnvironmentBean.transactionStatusManagerEnable=false",
                "-DObjectStoreEnvironmentBean.objectStoreDir=" + directory.resolve("transactions"),
                "-DObjectStoreEnvironmentBean.communicationStore.objectStoreDir=" + directory.resolve("transactions"),
                "-DObjectStoreEnvironmentBean.stateStore.objectStoreDir=" + directory.resolve("transactions"),
                "-cp", System.getProperty("java.class.path"),
                ContenderMain.class.getName(), kind.id(), directory.toString()));
        File log = directory.resolve("log").toFile();
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log)).start();
        ContenderProcess contender = new ContenderProcess(kind, process);
        Runtime.getRuntime().addShutdownHook(contender.atExit);
        try {
            contender.flushSettings = contender.answer("start").getString("flushSettings");
            return contender;
        } catch (ContenderException e) {
            contender.end();
            Runtime.getRuntime().removeShutdownHook(contender.atExit);
            throw new ContenderException(e.getMessage() + "; its log is " + log, e);
        }
    }

    static Path fileOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " is not on the class path as a file", e);
        }
    }

    ContenderKind kind() {
        return kind;
    }

    String flushSettings() {
        return flushSettings;
    }

    /** Has it do something, and lets it stand still again. */
    Measured round(Order order) throws IOException, InterruptedException, ContenderException {
        signal("CONT");
        try {
            say(order.line());
            JsonObject answer = answer(order.scenario().id());
            if (answer.containsKey("failure")) {
                throw new ContenderException(answer.getString("failure"), null);
            }
            return Measured.of(answer);
        } finally {
            signal("STOP");
        }
    }

    /** Stops its threads, or lets them run on: so nobody computes or flushes while another one is measured. */
    private void signal(String name) throws IOException, InterruptedException {
        if (process.isAlive()) {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        }
    }

    private void say(String line) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private JsonObject answer(String to) throws ContenderException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return answers.readLine();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try {
            String text = line.get(ANSWER_MINUTES, TimeUnit.MINUTES);
            if (text == null) {
                throw new ContenderException(kind.id() + " ended during " + to, null);
            }
            try (JsonReader reader = Json.createReader(new StringReader(text))) {
                return reader.readObject();
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new ContenderException(kind.id() + " did not answer to " + to, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContenderException(kind.id() + " was interrupted during " + to, e);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        signal("CONT");
        if (process.isAlive()) {
            say(Order.QUIT);
        }
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            end();
        }
        answers.close();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
