package org.escrowmq.it.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged in this process while it is open. */
final class LogRecords extends Handler implements AutoCloseable {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private LogRecords(Logger logger) {
        this.logger = logger;
    }

    static LogRecords of(String category) {
        LogRecords records = new LogRecords(Logger.getLogger(category));
        records.logger.addHandler(records);
        return records;
    }

    List<String> messages() {
        return messages;
    }

    @Override
    public void publish(LogRecord record) {
        messages.add(record.getMessage());
    }

    @Override
    public void flush() {
        // Nothing waits.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
