package org.escrowmq.sample.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that the server writes, apart from the unpacked server, which stays as it was delivered. Used by one
 * thread.
 *
 * <pre>
 * base/configuration   a fresh copy of the delivered one, at every start
 * base/deployments     the sample, anew at every start
 * base/tmp             emptied at every start
 * base/data            kept: messages, orders and the transaction manager's log
 * base/log             kept
 * base/server.pid      the process that uses this directory
 * </pre>
 */
final class ServerDirectory {
    private static final String SAMPLE = "escrowmq-sample.ear";

    private final Path home;
    private final Path sample;
    private final Path base;

    /**
     * @param home the unpacked server
     * @param sample the application to deploy
     * @param base where the server writes
     */
    ServerDirectory(Path home, Path sample, Path base) {
        this.home = home.toAbsolutePath().normalize();
        this.sample = sample.toAbsolutePath().normalize();
        this.base = base;
    }

    /**
     * Makes the directory ready for a start and keeps what has to be kept.
     *
     * @throws RunFailure if another server uses it, or something to start with is missing
     */
    void prepare() throws IOException {
        requireFile(home.resolve("jboss-modules.jar"));
        requireFile(sample);
        refuseIfUsed();
        for (String replaced : List.of("configuration", "deployments", "tmp")) {
            delete(base.resolve(replaced));
        }
        for (String needed : List.of("deployments", "data", "log")) {
            Files.createDirectories(base.resolve(needed));
        }
        copy(home.resolve("standalone").resolve("configuration"), configuration());
        Files.copy(sample, base.resolve("deployments").resolve(SAMPLE));
    }

    /** Records who uses the directory. */
    void remember(ProcessHandle server) throws IOException {
        Files.writeString(userFile(), identity(server));
    }

    Path home() {
        return home;
    }

    Path base() {
        return base;
    }

    Path configuration() {
        return base.resolve("configuration");
    }

    Path log() {
        return base.resolve("log").resolve("server.log");
    }

    Path console() {
        return base.resolve("log").resolve("console.log");
    }

    /** Written by the server's deployment scanner when the sample could not be deployed. */
    Path failure() {
        return base.resolve("deployments").resolve(SAMPLE + ".failed");
    }

    private Path userFile() {
        return base.resolve("server.pid");
    }

    /** The number and the time of the start: after a restart of the machine the number alone can be anybody's. */
    private static String identity(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().map(Instant::toString).orElse("");
    }

    private void refuseIfUsed() throws IOException {
        Optional<ProcessHandle> user = user();
        if (user.isPresent()) {
            throw new RunFailure("Process " + user.get().pid() + " is a server that uses " + base
                    + ". Stop it first: kill " + user.get().pid());
        }
    }

    private Optional<ProcessHandle> user() throws IOException {
        if (!Files.exists(userFile())) {
            return Optional.empty();
        }
        String user = Files.readString(userFile());
        return ProcessHandle.allProcesses().filter(process -> identity(process).equals(user)).findFirst();
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new RunFailure("There is no file " + file + ".");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
