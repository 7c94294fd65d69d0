package org.escrowmq.it.bench.contender;

/** Sends in its own way only: a limit of the device or of the journal, or a peer with another protocol. */
public interface DirectContender extends Contender {

    /** A sender for one thread. */
    Sender sender(int thread) throws Exception;

    /** Drops everything that was sent. All senders are closed by then. */
    void purge() throws Exception;

    /** What one thread sends with. */
    interface Sender extends AutoCloseable {

        /** Returns when the body is durable. */
        void send(byte[] body) throws Exception;

        @Override
        void close() throws Exception;
    }
}
