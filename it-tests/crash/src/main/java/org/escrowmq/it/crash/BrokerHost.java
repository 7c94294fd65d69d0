package org.escrowmq.it.crash;

import java.io.IOException;
import java.nio.file.Path;
import org.escrowmq.it.cluster.BrokerProcess;
import org.escrowmq.it.crash.victim.MessageStore;

/**
 * Where the broker of a pair of stores runs: in each process that works on the stores, or in one of its own, which
 * is started here and can be killed by itself. For use by one thread at a time; whoever makes it closes it.
 */
interface BrokerHost extends AutoCloseable {

    /** The broker that each process has inside. */
    BrokerHost EMBEDDED = new BrokerHost() {
        @Override
        public String url() {
            return MessageStore.EMBEDDED;
        }

        @Override
        public void settle() {
            // A broker that has just been opened has nothing on its way.
        }

        @Override
        public void kill() {
            throw new UnsupportedOperationException("It dies with the process that it is in");
        }

        @Override
        public void start() {
            throw new UnsupportedOperationException("It starts with the process that it is in");
        }

        @Override
        public void close() {
            // It has ended with its process.
        }
    };

    /** Starts one with an empty store. */
    static BrokerHost process(Path directory) throws IOException, InterruptedException {
        BrokerProcess process = BrokerProcess.single(directory, -1).start();
        return new BrokerHost() {
            @Override
            public String url() {
                return process.url();
            }

            @Override
            public void settle() throws IOException, InterruptedException {
                process.settle();
            }

            @Override
            public void kill() throws InterruptedException {
                process.kill();
            }

            @Override
            public void start() throws IOException, InterruptedException {
                process.start();
            }

            @Override
            public void close() {
                process.close();
            }
        };
    }

    /** What connects to it. */
    String url();

    /** Waits until it shows all that it has. */
    void settle() throws IOException, InterruptedException;

    /** Kills it by SIGKILL. */
    void kill() throws InterruptedException;

    /** Starts another process on what the one that was killed has left, and waits until it serves. */
    void start() throws IOException, InterruptedException;

    @Override
    void close();
}
