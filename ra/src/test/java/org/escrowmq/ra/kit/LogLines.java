package org.escrowmq.ra.kit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the adapter logs, from now until this is closed. */
public final class LogLines extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("org.escrowmq.ra");
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private LogLines() { }

    public static LogLines listening() {
        LogLines lines = new LogLines();
        lines.setLevel(Level.ALL);
        lines.logger.addHandler(lines);
        return lines;
    }

    /** Each message with its parameters and the stack of its cause. */
    public List<String> all() {
        return records.stream().map(new SimpleFormatter()::format).toList();
    }

    /** Those with this number. */
    public List<String> of(String number) {
        return all().stream().filter(line -> line.contains(number)).toList();
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
