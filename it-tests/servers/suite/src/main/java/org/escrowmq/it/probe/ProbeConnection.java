package org.escrowmq.it.probe;

/** The application's handle on the probe: having it is all that there is to do with it. */
@FunctionalInterface
public interface ProbeConnection extends AutoCloseable {

    @Override
    void close();
}
