package org.escrowmq.it.bench.contender;

import java.nio.file.Path;

/**
 * Something that stores messages durably, in this JVM or connected to it. Either a {@link JmsContender} or a
 * {@link DirectContender}. The JVM that runs it starts and closes it; what it offers is for several threads.
 */
public interface Contender extends AutoCloseable {

    /** Starts on a directory, which may hold what an earlier start left there. */
    void start(Path directory) throws Exception;

    /** What decides whether and how it flushes, for the report. */
    String flushSettings();

    /** Whether it flushes in a JVM of ours, where its calls can be counted; of others only the device can tell. */
    default boolean flushesInJvm() {
        return true;
    }

    @Override
    void close() throws Exception;
}
