package org.escrowmq.sample.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start keeps, replaces and refuses. */
class ServerDirectoryTest {
    @TempDir
    private Path directory;
    private Path home;
    private Path sample;
    private Path base;

    @BeforeEach
    void deliver() throws IOException {
        home = directory.resolve("home");
        sample = write(directory.resolve("sample.ear"), "new");
        base = directory.resolve("base");
        write(home.resolve("jboss-modules.jar"), "");
        write(home.resolve("standalone/configuration/standalone-full.xml"), "delivered");
    }

    @Test
    void aStartDeploysTheSampleOnTheDeliveredConfiguration() throws IOException {
        prepare();
        assertThat(base.resolve("deployments/escrowmq-sample.ear")).hasContent("new");
        assertThat(base.resolve("configuration/standalone-full.xml")).hasContent("delivered");
    }

    @Test
    void aStartKeepsDataAndLogAndReplacesTheRest() throws IOException {
        write(base.resolve("data/orders/row"), "kept");
        write(base.resolve("log/server.log"), "kept");
        write(base.resolve("configuration/standalone-full.xml"), "changed");
        write(base.resolve("deployments/escrowmq-sample.ear.failed"), "old");
        prepare();
        assertThat(base.resolve("data/orders/row")).hasContent("kept");
        assertThat(base.resolve("log/server.log")).hasContent("kept");
        assertThat(base.resolve("configuration/standalone-full.xml")).hasContent("delivered");
        assertThat(base.resolve("deployments/escrowmq-sample.ear.failed")).doesNotExist();
    }

    @Test
    void aDirectoryInUseIsRefusedWithTheProcessThatUsesItAndLeftAsItIs() throws IOException {
        prepare();
        ServerDirectory inUse = new ServerDirectory(home, sample, base);
        inUse.remember(ProcessHandle.current());
        write(base.resolve("configuration/standalone-full.xml"), "running");
        assertThatThrownBy(inUse::prepare).isInstanceOf(RunFailure.class)
                .hasMessageContaining("kill " + ProcessHandle.current().pid());
        assertThat(base.resolve("configuration/standalone-full.xml")).hasContent("running");
    }

    @Test
    void aProcessNumberOfAnEarlierTimeIsNotInUse() throws IOException {
        write(base.resolve("server.pid"), ProcessHandle.current().pid() + " 2001-01-01T00:00:00Z");
        prepare();
        assertThat(base.resolve("deployments/escrowmq-sample.ear")).hasContent("new");
    }

    @Test
    void aMissingSampleIsNamed() throws IOException {
        Files.delete(sample);
        assertThatThrownBy(this::prepare).isInstanceOf(RunFailure.class).hasMessageContaining(sample.toString());
    }

    private void prepare() throws IOException {
        new ServerDirectory(home, sample, base).prepare();
    }

    private static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
