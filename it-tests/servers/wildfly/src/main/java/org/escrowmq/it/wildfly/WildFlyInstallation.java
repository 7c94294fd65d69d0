package org.escrowmq.it.wildfly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.common.Undecided;
import org.escrowmq.it.server.MessageBroker;
import org.escrowmq.it.server.ServerInstallation;
import org.escrowmq.it.server.ServerProcess;

/**
 * A WildFly server on disk: an installation that is shared and never written to, and a base directory of its own with
 * configuration, deployments and data. It can be started again and again, also after a kill. Not thread-safe; owns no
 * process, see {@link ServerProcess}.
 */
public final class WildFlyInstallation implements ServerInstallation {

    /** What a server needs beyond its defaults; recovery is made quick, everything else stays as delivered. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xms64m", "-Xmx512m", "-XX:MetaspaceSize=96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Djava.net.preferIPv4Stack=true", "-Djava.awt.headless=true",
            "-Djboss.modules.system.pkgs=org.jboss.byteman",
            "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
            "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.management/javax.management=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming=ALL-UNNAMED");
    private static final List<String> QUICK_RECOVERY = List.of(
            "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=5",
            "-DRecoveryEnvironmentBean.recoveryBackoffPeriod=2");

    private final Path home;
    private final Path base;
    private final Map<String, String> properties = new TreeMap<>();

    private WildFlyInstallation(Path home, Path base) {
        this.home = home;
        this.base = base;
    }

    /**
     * Prepares a fresh base directory; what an earlier run left there is deleted.
     *
     * @param home an unpacked WildFly
     * @param base the base directory to make
     */
    public static WildFlyInstallation create(Path home, Path base) throws IOException {
        Path configuration = home.resolve("standalone/configuration");
        if (!Files.isDirectory(configuration)) {
            throw new IOException("No WildFly at " + home + ": it has no standalone/configuration");
        }
        Trees.delete(base);
        Trees.copy(configuration, base.resolve("configuration"));
        for (String directory : List.of("deployments", "data", "log", "tmp")) {
            Files.createDirectories(base.resolve(directory));
        }
        return new WildFlyInstallation(home.toAbsolutePath(), base.toAbsolutePath());
    }

    @Override
    public void addDeployment(Path archive) throws IOException {
        Files.copy(archive, deployment(archive), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Where the server has an archive that was added. */
    public Path deployment(Path archive) {
        return deployments().resolve(archive.getFileName());
    }

    /** Sets a system property for all starts to come. */
    public void setProperty(String name, String value) {
        properties.put(name, value);
    }

    @Override
    public void use(MessageBroker broker) {
        setProperty("escrowmq.brokerUrl", broker.url());
        setProperty("escrowmq.userName", broker.user());
        setProperty("escrowmq.password", broker.password());
    }

    @Override
    public Path data() {
        return base.resolve("data");
    }

    /** Of all its starts. The log file has this as well, but not what the virtual machine itself writes. */
    private Path console() {
        return base.resolve("log/console.log");
    }

    /** One file for each transaction. */
    @Override
    public OptionalLong decisions() throws IOException {
        return OptionalLong.of(Undecided.decisions(data().resolve("tx-object-store")));
    }

    @Override
    public ServerProcess start() throws IOException {
        deleteMarkers();
        int offset = WildFly.freeOffset();
        ProcessBuilder builder = new ProcessBuilder(command(offset));
        builder.directory(base.toFile());
        return ServerProcess.start(builder, WildFly.http(offset), console());
    }

    private List<String> command(int offset) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-Djboss.home.dir=" + home);
        command.add("-Djboss.server.base.dir=" + base);
        command.add("-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"));
        command.add("-Dlogging.configuration=" + base.resolve("configuration/logging.properties").toUri());
        command.addAll(List.of("-jar", home.resolve("jboss-modules.jar").toString(),
                "-mp", home.resolve("modules").toString(), "org.jboss.as.standalone"));
        command.addAll(List.of("-c", "standalone-full.xml", "-b", "127.0.0.1", "-bmanagement", "127.0.0.1"));
        command.add("-Djboss.socket.binding.port-offset=" + offset);
        command.addAll(QUICK_RECOVERY);
        return command;
    }

    /** A server killed while it deployed leaves markers by which the next one would leave the archive out. */
    private void deleteMarkers() throws IOException {
        try (Stream<Path> files = Files.list(deployments())) {
            files.filter(file -> file.getFileName().toString().matches(".*\\.(deployed|failed|undeployed|pending"
                    + "|isdeploying|isundeploying)")).forEach(WildFlyInstallation::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path deployments() {
        return base.resolve("deployments");
    }
}
