package org.escrowmq.sample.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** How the ports are chosen. */
class PortsTest {

    @Test
    void aPortThatIsTakenIsAvoided() throws IOException {
        int offset = Ports.freeOffset();
        try (ServerSocket taken = new ServerSocket(Ports.HTTP + offset, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(Ports.freeOffset()).isNotEqualTo(taken.getLocalPort() - Ports.HTTP);
        }
    }
}
