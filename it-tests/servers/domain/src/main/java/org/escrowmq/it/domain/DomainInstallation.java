package org.escrowmq.it.domain;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.server.ServerInstallation;
import org.escrowmq.it.server.ServerProcess;

/**
 * A domain on disk: an installation that is shared and never written to, and a domain directory of its own. What is
 * deployed is deployed by the administration tool while the server runs for the first time; the server then knows it.
 * Not thread-safe; owns no process but those of the tool.
 */
final class DomainInstallation implements ServerInstallation {

    private static final String NAME = "domain1";
    private static final Duration DEPLOYMENT_LIMIT = Duration.ofMinutes(10);

    /** What the tool says of a server that does not listen, listens only, and has only its port for administration. */
    private static final List<String> NOT_YET_THERE =
            List.of("Is the server up?", "Unable to get remote commands", "HTTP Status 404");

    private final Path home;
    private final Path base;
    private final int offset;
    private final List<Path> pending = new ArrayList<>();

    private DomainInstallation(Path home, Path base, int offset) {
        this.home = home;
        this.base = base;
        this.offset = offset;
    }

    /**
     * Prepares a fresh domain; what an earlier run left there is deleted.
     *
     * @param home an unpacked server
     * @param base the directory in which to make the domain
     */
    static DomainInstallation create(Path home, Path base) throws IOException {
        Path template = home.resolve("glassfish/domains").resolve(NAME);
        if (!Files.isDirectory(template)) {
            throw new IOException("No server at " + home + ": it has no glassfish/domains/" + NAME);
        }
        Trees.delete(base);
        Path domain = base.toAbsolutePath().resolve(NAME);
        Trees.copy(template, domain);
        Files.createDirectories(domain.resolve("logs"));
        int offset = DomainXml.freeOffset();
        Domain.complete(domain, offset, Domain.read("database.xml"));
        return new DomainInstallation(home.toAbsolutePath(), base.toAbsolutePath(), offset);
    }

    @Override
    public void addDeployment(Path archive) {
        pending.add(archive);
    }

    @Override
    public Path data() {
        return base.resolve(NAME);
    }

    /** The log of these transaction managers is one of records in files of a fixed size. */
    @Override
    public OptionalLong decisions() {
        return OptionalLong.empty();
    }

    @Override
    public ServerProcess start() throws IOException {
        Path console = base.resolve("console.log");
        ProcessBuilder builder = new ProcessBuilder(serverCommand());
        builder.directory(data().resolve("config").toFile());
        // Payara reads passwords from there until it ends.
        builder.redirectInput(new File("/dev/null"));
        ServerProcess server = ServerProcess.start(builder, Domain.http(offset), console);
        try {
            deployPending(server);
        } catch (IOException | InterruptedException e) {
            server.close();
            throw new IOException("Could not deploy " + pending, e);
        }
        return server;
    }

    /** What the tool would start. It would start it as a process that nobody has the identifier of. */
    private List<String> serverCommand() throws IOException {
        try {
            String[] lines = tool("start-domain", "--domaindir", base.toString(), "--dry-run", NAME).split("\\R");
            return Stream.of(lines).skip(1).takeWhile(line -> !line.startsWith("Command start-domain"))
                    .filter(line -> !line.isBlank()).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private void deployPending(ServerProcess server) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + DEPLOYMENT_LIMIT.toNanos();
        while (!pending.isEmpty()) {
            try {
                tool("--host", "127.0.0.1", "--port", Integer.toString(DomainXml.ADMIN + offset),
                        "--interactive=false", "deploy", pending.get(0).toString());
                pending.remove(0);
            } catch (NotYetThereException notYet) {
                if (!server.isAlive() || System.nanoTime() > deadline) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    private String tool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Domain.adminTool(home));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = read(process);
        if (process.waitFor() == 0) {
            return output;
        }
        if (NOT_YET_THERE.stream().anyMatch(output::contains)) {
            throw new NotYetThereException(output);
        }
        throw new IOException(String.join(" ", arguments) + " failed: " + output);
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server has not yet started. */
    private static final class NotYetThereException extends IOException {

        private static final long serialVersionUID = 1L;

        NotYetThereException(String message) {
            super(message);
        }
    }
}
