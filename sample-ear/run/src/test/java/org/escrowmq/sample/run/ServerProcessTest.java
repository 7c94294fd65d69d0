package org.escrowmq.sample.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the server is started with. */
class ServerProcessTest {
    @Test
    void whatIsSaidAboutTheAdapterGoesOnToTheServerAndNothingElse() {
        Properties given = new Properties();
        given.setProperty("escrowmq.userName", "shop");
        given.setProperty("escrowmq.brokerUrl", "tcp://a:1|tcp://b:2");
        given.setProperty("user.name", "somebody");

        assertThat(ServerProcess.adapterOptions(given))
                .containsExactly("-Descrowmq.brokerUrl=tcp://a:1|tcp://b:2", "-Descrowmq.userName=shop");
    }
}
