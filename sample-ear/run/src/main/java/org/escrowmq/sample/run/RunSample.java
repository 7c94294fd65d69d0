package org.escrowmq.sample.run;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Runs the sample in the foreground: starts the server, says where the page is, and stays until the server ends or
 * this process is asked to end, which then stops the server first. Used by one thread; owns the server's process.
 */
public final class RunSample {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final int POLL_MILLIS = 500;
    private static final int ANSWER_MILLIS = 2_000;

    private final ServerDirectory directory;
    private final PrintStream out;
    private volatile boolean stopping;

    private RunSample(ServerDirectory directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /**
     * @param arguments the directory of the unpacked WildFly, the EAR, and the directory for everything that the server
     *         writes
     * @throws RuntimeException with a message for the console if the server does not start, or ends by itself
     */
    @SuppressWarnings("checkstyle:NoConsole") // A program for the command line: the console is its user interface.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 3) {
            throw new RunFailure("Expected three arguments, <WildFly directory> <EAR> <data directory>,"
                    + " but got " + arguments.length + ".");
        }
        Path data = Path.of(arguments[2]).toAbsolutePath().normalize();
        new RunSample(new ServerDirectory(Path.of(arguments[0]), Path.of(arguments[1]), data), System.out).run();
    }

    private void run() throws IOException, InterruptedException {
        directory.prepare();
        int offset = Ports.freeOffset();
        ServerProcess server = ServerProcess.start(directory, offset);
        Thread stop = new Thread(() -> stop(server), "stop-server");
        Runtime.getRuntime().addShutdownHook(stop);
        out.printf("%nStarting WildFly with the sample, process %d, log file %s%n", server.pid(), directory.log());
        URI page = URI.create("http://127.0.0.1:" + (Ports.HTTP + offset) + "/sample/");
        try {
            awaitPage(server, page);
            say(server, page);
            stayUntilEnd(server);
        } finally {
            server.stop();
        }
    }

    private void say(ServerProcess server, URI page) {
        out.printf("%n  Page      %s%n", page);
        out.printf("  Server    process %d (kill -9 %d, then mvn -Prun again: everything adds up)%n", server.pid(),
                server.pid());
        out.printf("  Log file  %s%n", directory.log());
        out.printf("  Data      %s (delete it to begin anew)%n", directory.base());
        out.printf("%n  Ctrl-C stops it.%n%n");
        out.flush();
    }

    private void awaitPage(ServerProcess server, URI page) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (!answers(page)) {
            if (server.endsWithin(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                ended(server);
            }
            if (Files.exists(directory.failure())) {
                throw new RunFailure("The sample could not be deployed: "
                        + Files.readString(directory.failure()) + " More in " + directory.log());
            }
            if (System.nanoTime() - begin > START_LIMIT.toNanos()) {
                throw new RunFailure("The server did not answer at " + page + " within "
                        + START_LIMIT.toSeconds() + " s. More in " + directory.log());
            }
        }
    }

    private static boolean answers(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            // Nobody listens there yet: the caller asks again.
            return false;
        }
    }

    private void stayUntilEnd(ServerProcess server) throws InterruptedException {
        server.awaitEnd();
        ended(server);
    }

    private void ended(ServerProcess server) throws InterruptedException {
        if (stopping) {
            // This virtual machine is about to end; an exception now would only look like a failure.
            Thread.currentThread().join();
        }
        if (!server.wasStopped()) {
            throw new RunFailure("The server, process " + server.pid() + ", ended with status "
                    + server.exitValue() + (server.wasKilled() ? " (killed)" : "") + ". Run again: " + directory.base()
                    + " keeps every order and message. Log file " + directory.log());
        }
        out.println("The server was stopped.");
    }

    private void stop(ServerProcess server) {
        stopping = true;
        if (server.isAlive()) {
            out.println("Stopping the server...");
            server.stop();
            out.println("The server is stopped.");
        }
    }
}
