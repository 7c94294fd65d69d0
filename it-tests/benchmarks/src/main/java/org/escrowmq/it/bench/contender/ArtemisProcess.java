package org.escrowmq.it.bench.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An Artemis broker in a JVM of its own, which has the options of this one and thus counts its flushes together with
 * it. It listens on the loopback, and ends with whoever started it. For use by one thread.
 */
final class ArtemisProcess implements AutoCloseable {

    private static final long END_SECONDS = 20;

    private final int port;
    private final Process process;
    private final String flushSettings;

    /** Starts one and waits until it serves. */
    ArtemisProcess(Path directory) throws IOException {
        port = FreePort.find();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(),
                directory.toString(), url()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("broker-log").toFile())).start();
        // Stays open: what the broker says later is little.
        flushSettings = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (flushSettings == null) {
            throw new IOException("The broker did not start; see " + directory.resolve("broker-log"));
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    String flushSettings() {
        return "a broker in a process of its own, " + flushSettings;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** The program of the process: says how it flushes when it serves, and ends when its standard input does. */
    @SuppressWarnings("checkstyle:NoConsole") // Its standard output is how it answers.
    static final class Main {

        private Main() { }

        /**
         * Runs.
         *
         * @param arguments the directory, and where to listen
         */
        public static void main(String... arguments) throws Exception {
            try (ArtemisServer broker = new ArtemisServer(Path.of(arguments[0]), arguments[1], true)) {
                System.out.println(broker.flushSettings());
                System.in.transferTo(OutputStream.nullOutputStream());
            }
            System.exit(0);
        }
    }
}
