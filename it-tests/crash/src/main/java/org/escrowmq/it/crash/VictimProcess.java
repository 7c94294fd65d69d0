package org.escrowmq.it.crash;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.escrowmq.it.crash.victim.Victim;
import org.escrowmq.it.crash.victim.Wire;
import org.jboss.byteman.agent.Main;

/** A process that runs {@link Victim}, seen from outside. For use by one thread; {@link #kill} is for any. */
final class VictimProcess implements AutoCloseable {

    /** What makes a JVM start quickly: it lives for a second or two. */
    private static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Xshare:auto", "-Xms64m", "-Xmx192m", "-XX:-UsePerfData");
    private static final long DUMP_LIMIT_SECONDS = 10;
    private static final int LINES_OF_LOG = 60;

    private final Process process;
    private final BufferedReader lines;
    private volatile boolean killed;

    private VictimProcess(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one.
     *
     * @param directory its stores; its log goes there too
     * @param jvmOptions more of them
     * @param rules Byteman's rules for it, or an empty text
     * @param arguments those of {@link Victim#main} after the directory
     */
    static VictimProcess start(Path directory, List<String> jvmOptions, String rules, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(jvmOptions);
        if (!rules.isEmpty()) {
            Path script = directory.resolve("rules.btm");
            Files.writeString(script, rules);
            command.add("-javaagent:" + file(Main.class) + "=script:" + script);
        }
        Path log = log(directory);
        command.addAll(List.of("-Dderby.stream.error.file=" + directory.resolve("derby.log"),
                "-cp", classPath(), Victim.class.getName(), directory.toString()));
        command.addAll(arguments);
        return new VictimProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    private static Path log(Path directory) {
        return directory.resolve("log");
    }

    /** The last lines that processes on this directory wrote for people. */
    static String endOfLog(Path directory) throws IOException {
        List<String> all = Files.readAllLines(log(directory), StandardCharsets.ISO_8859_1);
        return String.join("\n", all.subList(Math.max(0, all.size() - LINES_OF_LOG), all.size()));
    }

    /** Without directories if that is possible: a JVM can keep an archive of classes from archives only. */
    private static String classPath() {
        String all = System.getProperty("java.class.path");
        if (!isPacked()) {
            return all;
        }
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> Files.isRegularFile(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Whether this program comes from an archive. */
    static boolean isPacked() {
        return Files.isRegularFile(file(Victim.class));
    }

    private static Path file(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " is not on the class path as a file", e);
        }
    }

    /** The next complete line without its end; null after the last, when the process has ended or is about to. */
    String readLine() throws IOException {
        String line = lines.readLine();
        while (line != null && !line.endsWith(Wire.END)) {
            line = lines.readLine();
        }
        return line == null ? null : line.substring(0, line.length() - Wire.END.length());
    }

    synchronized void say(String word) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((word + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** SIGKILL. Not through the process itself: that would also close the pipe, with what was said before. */
    void kill() {
        killed = true;
        process.toHandle().destroyForcibly();
    }

    boolean isKilled() {
        return killed;
    }

    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Writes where all its threads are, for a process that hangs. */
    void dumpThreads(Path file) throws IOException, InterruptedException {
        Process dump = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()), "Thread.print").redirectErrorStream(true).redirectOutput(file.toFile())
                .start();
        if (!dump.waitFor(DUMP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            dump.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        lines.close();
    }
}
