package org.escrowmq.broker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the engine logs each operation. */
class AuditLogTest {

    private static final Logger ALL = Logger.getLogger(AuditLog.CATEGORY);
    private static final Logger MESSAGES = Logger.getLogger(AuditLog.CATEGORY + ".message");
    private static final Logger BASE = Logger.getLogger(AuditLog.CATEGORY + ".base");

    @BeforeEach
    @AfterEach
    void forgetLevels() {
        List.of(ALL, MESSAGES, BASE).forEach(logger -> logger.setLevel(null));
    }

    @Test
    void itIsOffUnlessItIsAskedFor() {
        AuditLog.switchOff();

        assertThat(MESSAGES.isLoggable(Level.SEVERE)).isFalse();
        assertThat(BASE.isLoggable(Level.SEVERE)).isFalse();
    }

    @Test
    void aLevelThatTheServerGivesToEachLoggerDoesNotAskForIt() {
        List.of(ALL, MESSAGES, BASE).forEach(logger -> logger.setLevel(Level.INFO));
        AuditLog.switchOff();
        AuditLog.switchOff();

        assertThat(List.of(ALL, MESSAGES, BASE)).noneMatch(logger -> logger.isLoggable(Level.INFO));
    }

    @Test
    void aLevelOfItsOwnIsKept() {
        MESSAGES.setLevel(Level.FINE);
        AuditLog.switchOff();

        assertThat(MESSAGES.isLoggable(Level.INFO)).isTrue();
        assertThat(BASE.isLoggable(Level.SEVERE)).isFalse();
    }

    @Test
    void aLevelOfTheWholeCategoryIsKept() {
        ALL.setLevel(Level.FINE);
        AuditLog.switchOff();

        assertThat(MESSAGES.isLoggable(Level.INFO)).isTrue();
    }
}
