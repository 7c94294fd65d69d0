package org.escrowmq.sample.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The server's process, a direct child: no script stands between that could outlive it or be outlived. Thread-safe;
 * whoever starts it has to stop it.
 */
final class ServerProcess {
    private static final int STOP_SECONDS = 30;
    /** Status 128 + n: ended by signal n. */
    private static final int KILLED = 128 + 9;
    private static final Set<Integer> STOPPED = Set.of(0, 128 + 2, 128 + 15);

    /** What WildFly's own start script opens to it, the part that its full configuration needs. */
    private static final List<String> MODULE_OPTIONS = List.of(
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

    /** A pass of recovery every few seconds instead of minutes, so that a walk-through need not wait. */
    private static final List<String> RECOVERY_OPTIONS = List.of(
            "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=5",
            "-DRecoveryEnvironmentBean.recoveryBackoffPeriod=2",
            "-DJTAEnvironmentBean.orphanSafetyInterval=10000");

    private static final String ADAPTER_PREFIX = "escrowmq.";

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    static ServerProcess start(ServerDirectory directory, int portOffset) throws IOException {
        File console = directory.console().toFile();
        Process process = new ProcessBuilder(command(directory, portOffset))
                .directory(directory.base().toFile())
                .redirectErrorStream(true)
                .redirectOutput(console)
                .start();
        directory.remember(process.toHandle());
        return new ServerProcess(process);
    }

    private static List<String> command(ServerDirectory directory, int portOffset) {
        Path home = directory.home();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms64m", "-Xmx512m", "-XX:MaxMetaspaceSize=384m"));
        command.addAll(MODULE_OPTIONS);
        command.addAll(RECOVERY_OPTIONS);
        command.addAll(adapterOptions(System.getProperties()));
        command.addAll(List.of(
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.awt.headless=true",
                "-Djboss.home.dir=" + home,
                "-Djboss.server.base.dir=" + directory.base(),
                "-Djboss.socket.binding.port-offset=" + portOffset,
                "-Dorg.jboss.boot.log.file=" + directory.log(),
                "-Dlogging.configuration=" + directory.configuration().resolve("logging.properties").toUri(),
                "-jar", home.resolve("jboss-modules.jar").toString(),
                "-mp", home.resolve("modules").toString(),
                "org.jboss.as.standalone",
                "-c", "standalone-full.xml",
                "-b", "127.0.0.1",
                "-bmanagement", "127.0.0.1"));
        return command;
    }

    /** What mvn was told about the adapter goes on to the server: which broker, and who connects. */
    static List<String> adapterOptions(Properties given) {
        return given.stringPropertyNames().stream()
                .filter(name -> name.startsWith(ADAPTER_PREFIX))
                .sorted()
                .map(name -> "-D" + name + "=" + given.getProperty(name))
                .toList();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean endsWithin(long time, TimeUnit unit) throws InterruptedException {
        return process.waitFor(time, unit);
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    int exitValue() {
        return process.exitValue();
    }

    /** Whether the server ended in order, because someone asked it to: by its management or by a signal. */
    boolean wasStopped() {
        return STOPPED.contains(process.exitValue());
    }

    boolean wasKilled() {
        return process.exitValue() == KILLED;
    }

    /**
     * Asks the server to stop, waits for it, and ends it by force if it takes too long. When this returns, it is gone.
     */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
