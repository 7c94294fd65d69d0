package org.escrowmq.it.tomee;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.server.ServerProcess;

/**
 * A TomEE on disk: an installation that is shared and never written to, and a base directory of its own. Not
 * thread-safe; owns no process, see {@link ServerProcess}.
 */
final class TomEeInstallation {

    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED");

    private final Path home;
    private final Path base;
    private final int port;

    private TomEeInstallation(Path home, Path base, int port) {
        this.home = home;
        this.base = base;
        this.port = port;
    }

    /** Prepares a fresh base directory; what an earlier run left there is deleted. */
    static TomEeInstallation create(Path home, Path base) throws IOException {
        Trees.delete(base);
        Trees.copy(home.resolve("conf"), base.resolve("conf"));
        for (String directory : List.of("apps", "webapps", "logs", "temp", "work")) {
            Files.createDirectories(base.resolve(directory));
        }
        TomEeInstallation server =
                new TomEeInstallation(home.toAbsolutePath(), base.toAbsolutePath(), freePort());
        server.configure();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private void configure() throws IOException {
        Path conf = base.resolve("conf");
        String server = Files.readString(conf.resolve("server.xml"));
        Files.writeString(conf.resolve("server.xml"), server
                .replace("<Connector port=\"8080\"", "<Connector port=\"" + port + "\" address=\"127.0.0.1\"")
                .replace("<Server port=\"8005\"", "<Server port=\"-1\""));
        Files.writeString(conf.resolve("tomee.xml"), read("tomee.xml"));
        Files.writeString(conf.resolve("system.properties"), "\n" + read("system.properties"),
                StandardOpenOption.APPEND);
    }

    private static String read(String name) throws IOException {
        try (InputStream in = TomEeInstallation.class.getResourceAsStream("/tomee/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Where applications are put. */
    Path apps() {
        return base.resolve("apps");
    }

    /** Where the adapter stores by default. */
    Path store() {
        return base.resolve("escrowmq/escrowmq");
    }

    /** Starts a process on this directory; the caller owns it and waits for it to be ready. */
    ServerProcess start() throws IOException {
        Path console = base.resolve("logs/console.log");
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.directory(base.toFile());
        return ServerProcess.start(builder, URI.create("http://127.0.0.1:" + port + "/"), console);
    }

    /** What bin/catalina.sh run does, without the shell between us and the process. */
    private List<String> command() {
        Stream<String> java = Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream<String> tomee = Stream.of(
                "-javaagent:" + home.resolve("lib/openejb-javaagent.jar"),
                "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                "-Dcatalina.home=" + home,
                "-Dcatalina.base=" + base,
                "-Djava.io.tmpdir=" + base.resolve("temp"),
                "-classpath", home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap", "start");
        return Stream.of(java, JVM_OPTIONS.stream(), tomee).flatMap(part -> part).toList();
    }
}
