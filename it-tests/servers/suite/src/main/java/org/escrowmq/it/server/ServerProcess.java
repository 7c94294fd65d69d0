package org.escrowmq.it.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running server. Whoever started it ends it, by {@link #kill()}, {@link #stop()} or {@link #close()}; should its
 * owner's virtual machine exit before, the process is killed with it. May be killed from any thread.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final int TAIL_LINES = 40;

    private final Process process;
    private final URI http;
    private final Path console;
    private final Thread killOnExit;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private ServerProcess(Process process, URI http, Path console, Thread killOnExit) {
        this.process = process;
        this.http = http;
        this.console = console;
        this.killOnExit = killOnExit;
    }

    /**
     * Starts a process.
     *
     * @param command what to start, where; its output is redirected
     * @param http where it will answer
     * @param console the file that its console output is added to
     */
    public static ServerProcess start(ProcessBuilder command, URI http, Path console) throws IOException {
        Kill kill = new Kill();
        Thread killOnExit = new Thread(kill, "kill server");
        // Before the start: whoever ends this virtual machine a moment later must not leave a server behind.
        Runtime.getRuntime().addShutdownHook(killOnExit);
        command.redirectErrorStream(true);
        command.redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
        return new ServerProcess(kill.start(command), http, console, killOnExit);
    }

    /** Kills, when the virtual machine exits, what was started. Thread-safe. */
    private static final class Kill implements Runnable {

        private Process started;
        private boolean exiting;

        synchronized Process start(ProcessBuilder command) throws IOException {
            if (exiting) {
                throw new IOException("Not started, because the virtual machine exits: " + command.command());
            }
            started = command.start();
            return started;
        }

        @Override
        public synchronized void run() {
            exiting = true;
            if (started != null) {
                started.destroyForcibly();
            }
        }
    }

    /** The address of a path of an application in this server. */
    public URI address(String path) {
        return http.resolve(path);
    }

    /** Whether it has not been killed or stopped, nor ended by itself. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until a GET of the path is answered with 200.
     *
     * @throws IOException if the process ended before, or if the time is over; with the end of its console output
     */
    public void awaitReady(String path, Duration limit) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(10)).build();
        long deadline = System.nanoTime() + limit.toNanos();
        while (!answers(request)) {
            if (!process.isAlive()) {
                throw new IOException("The server ended with exit code " + process.exitValue() + " before " + path
                        + " was there" + consoleTail());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(path + " was not there after " + limit.toSeconds() + " s" + consoleTail());
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private boolean answers(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends the process as {@code kill -9} does and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        forget();
    }

    /**
     * Asks the process to stop, as {@code kill} does, and waits for it.
     *
     * @throws IOException if it does not stop within a minute; it is killed then
     */
    public void stop() throws IOException, InterruptedException {
        process.destroy();
        boolean stopped = process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        kill();
        if (!stopped) {
            throw new IOException("The server did not stop within " + STOP_LIMIT.toSeconds() + " s" + consoleTail());
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        // Its ports and files are free only when it is gone, so an interrupt has to wait for that.
        process.onExit().join();
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(killOnExit);
        } catch (IllegalStateException exiting) {
            // The hook is running or has run: the process is dead, which is all that it is for.
            return;
        }
    }

    private String consoleTail() throws IOException {
        List<String> lines = Files.readAllLines(console, StandardCharsets.UTF_8);
        List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return "; the end of " + console + ":" + System.lineSeparator() + String.join(System.lineSeparator(), tail);
    }
}
