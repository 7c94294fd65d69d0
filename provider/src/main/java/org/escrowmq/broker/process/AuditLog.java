package org.escrowmq.broker.process;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * The engine's own audit log, in java.util.logging: a line for each operation, at INFO. It is off unless the logging
 * configuration asks for it. Thread-safe.
 */
public final class AuditLog {

    static final String CATEGORY = "org.apache.activemq.audit";

    /** Held here, because the JDK forgets the level of a logger that nobody refers to. */
    private static final List<Logger> LOGGERS = List.of(Logger.getLogger(CATEGORY),
            Logger.getLogger(CATEGORY + ".base"), Logger.getLogger(CATEGORY + ".resource"),
            Logger.getLogger(CATEGORY + ".message"));

    private AuditLog() {
    }

    public static void switchOff() {
        // Some servers give each logger the level that all have: that says nothing about this one.
        Level usual = levelOf(LOGGERS.get(0).getParent());
        for (Logger logger : LOGGERS) {
            Level own = logger.getLevel();
            boolean asServed = own == null ? logger.getName().equals(CATEGORY) : own.equals(usual);
            if (asServed && !isConfigured(logger.getName())) {
                logger.setLevel(Level.OFF);
            }
        }
    }

    private static boolean isConfigured(String name) {
        for (String category = name; category.startsWith(CATEGORY);
                category = category.substring(0, category.lastIndexOf('.'))) {
            if (LogManager.getLogManager().getProperty(category + ".level") != null) {
                return true;
            }
        }
        return false;
    }

    /** The level in effect; the root logger always has one. */
    private static Level levelOf(Logger logger) {
        Logger responsible = logger;
        while (responsible != null && responsible.getLevel() == null) {
            responsible = responsible.getParent();
        }
        return responsible == null ? Level.INFO : responsible.getLevel();
    }
}
