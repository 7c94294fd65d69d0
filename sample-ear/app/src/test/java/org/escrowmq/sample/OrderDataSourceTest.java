package org.escrowmq.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the database's files are. */
class OrderDataSourceTest {
    private static final String WILDFLY = "jboss.server.data.dir";

    @AfterEach
    void forget() {
        System.clearProperty(WILDFLY);
    }

    @Test
    void theDatabaseIsInTheServersDataDirectory() {
        System.setProperty(WILDFLY, "/server/data");
        assertThat(databaseNamed("orders")).isEqualTo(Path.of("/server/data/escrowmq-sample/orders"));
    }

    @Test
    void withoutAServerItIsInTheWorkingDirectory() {
        assertThat(databaseNamed("orders")).isEqualTo(Path.of("escrowmq-sample/orders").toAbsolutePath());
    }

    @Test
    void anAbsoluteNameIsKept() {
        System.setProperty(WILDFLY, "/server/data");
        assertThat(databaseNamed("/elsewhere/orders")).isEqualTo(Path.of("/elsewhere/orders"));
    }

    private static Path databaseNamed(String name) {
        OrderDataSource dataSource = new OrderDataSource();
        dataSource.setDatabaseName(name);
        return Path.of(dataSource.getDatabaseName());
    }
}
