package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthBeanTest {

    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    @TempDir
    private Path directory;

    @Test
    void healthIsInJmxAsLongAsTheBrokerIsOpen() throws Exception {
        ObjectName name = new ObjectName("org.escrowmq:broker=\"watched\",type=health");
        try (EscrowBroker broker = EscrowBroker.builder().directory(directory).name("watched").open()) {
            assertThat(BEANS.getAttribute(name, "State")).isEqualTo(broker.health().state().name()).isEqualTo("UP");
            assertThat((String[]) BEANS.getAttribute(name, "Reasons")).isEmpty();
        }
        assertThat(BEANS.isRegistered(name)).isFalse();
    }

    @Test
    void reasonsAreInJmx() throws Exception {
        ObjectName name = new ObjectName("org.escrowmq:broker=\"full\",type=health");
        try (EscrowBroker broker = EscrowBroker.builder().directory(directory).name("full")
                .minFreeDiskBytes(Long.MAX_VALUE).open()) {
            await().until(() -> "NOT_SENDING".equals(BEANS.getAttribute(name, "State")));
            assertThat((String[]) BEANS.getAttribute(name, "Reasons"))
                    .containsExactly(broker.health().reasons().get(0));
        }
    }
}
