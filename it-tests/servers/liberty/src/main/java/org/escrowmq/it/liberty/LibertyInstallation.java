package org.escrowmq.it.liberty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.derby.iapi.jdbc.AutoloadedDriver;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.apache.derby.shared.common.error.StandardException;
import org.escrowmq.it.app.ServerData;
import org.escrowmq.it.app.ServerDerby;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.server.Packaging;
import org.escrowmq.it.server.ServerInstallation;
import org.escrowmq.it.server.ServerProcess;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

/**
 * An Open Liberty server on disk: an installation that is shared and never written to, and a user directory of its own
 * with the server's configuration, deployments and data. Not thread-safe; owns no process, see {@link ServerProcess}.
 */
final class LibertyInstallation implements ServerInstallation {

    /** The server's name. Arquillian looks for its process by it, among all that run on the machine. */
    static final String NAME = "escrowmq-it-" + ProcessHandle.current().pid();

    private static final List<String> CONFIGURATION =
            List.of("server.xml", "nested.xml", "standalone.xml", "tests.xml");
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true");

    private final Path home;
    private final Path user;

    private LibertyInstallation(Path home, Path user) {
        this.home = home;
        this.user = user;
    }

    /**
     * Prepares a fresh user directory; what an earlier run left there is deleted.
     *
     * @param home an unpacked Open Liberty
     * @param user the user directory to make
     */
    static LibertyInstallation create(Path home, Path user) throws IOException {
        if (!Files.isRegularFile(home.resolve("bin/tools/ws-server.jar"))) {
            throw new IOException("No Open Liberty at " + home + ": it has no bin/tools/ws-server.jar");
        }
        Trees.delete(user);
        LibertyInstallation server = new LibertyInstallation(home.toAbsolutePath(), user.toAbsolutePath());
        for (String directory : List.of("apps", "dropins", "logs", "lib/global")) {
            Files.createDirectories(server.data().resolve(directory));
        }
        for (String file : CONFIGURATION) {
            server.configure(file);
        }
        server.addDatabase();
        return server;
    }

    private void configure(String file) throws IOException {
        Files.writeString(data().resolve(file), Liberty.read(file));
    }

    /** The directory is that of the library that every application sees unless it is configured otherwise. */
    private void addDatabase() throws IOException {
        Path library = data().resolve("lib/global");
        for (Class<?> type : List.of(AutoloadedDriver.class, StandardException.class, EmbeddedXADataSource.class)) {
            Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
            Files.copy(jar, library.resolve(jar.getFileName()));
        }
        ShrinkWrap.create(JavaArchive.class).addClasses(ServerDerby.class, ServerData.class).as(ZipExporter.class)
                .exportTo(library.resolve("server-derby.jar").toFile());
    }

    @Override
    public void addDeployment(Path archive) throws IOException {
        String name = archive.getFileName().toString();
        boolean adapter = name.equals(Packaging.RAR);
        Files.copy(archive, data().resolve(adapter ? "apps" : "dropins").resolve(name),
                StandardCopyOption.REPLACE_EXISTING);
        if (adapter) {
            configure("adapter.xml");
        }
    }

    /** One directory is for everything that belongs to a server. */
    @Override
    public Path data() {
        return user.resolve("servers").resolve(NAME);
    }

    @Override
    public OptionalLong decisions() {
        // The transaction log is two files of fixed size; what is in them only the server can read.
        return OptionalLong.empty();
    }

    /** Has the server listen to a port that is free, from its next start on. */
    int choosePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(data().resolve("bootstrap.properties"), "http.port=" + probe.getLocalPort() + "\n");
            return probe.getLocalPort();
        }
    }

    static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    @Override
    public ServerProcess start() throws IOException {
        int port = choosePort();
        Path console = data().resolve("logs/process.log");
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.environment().put("WLP_USER_DIR", user.toString());
        builder.directory(data().toFile());
        return ServerProcess.start(builder, http(port), console);
    }

    /** What bin/server does, without the shell between us and the process that is to be killed. */
    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.add("@" + home.resolve("lib/platform/java/java9.options"));
        command.add("-javaagent:" + home.resolve("bin/tools/ws-javaagent.jar"));
        command.addAll(List.of("-jar", home.resolve("bin/tools/ws-server.jar").toString(), NAME));
        return command;
    }
}
