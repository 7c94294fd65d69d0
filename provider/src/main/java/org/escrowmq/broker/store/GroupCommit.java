package org.escrowmq.broker.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;

/**
 * The one thread of a journal: it appends, in the order in which it was asked to, and as soon as nothing is left to
 * append it writes and forces. What arrives while it forces is appended after that and shares the next force.
 *
 * <p>So commits gather by themselves, as many as come within the time of a force, and a lone one waits for nothing but
 * its own: there is no timer, nothing to tune, and no other thread between who commits and the disk. What nobody waits
 * for is written when somebody waits for something else, at the latest after a while.
 *
 * <p>Those whose commit is on the disk are woken when all callbacks of a flush have run, once each.
 *
 * <p>Safe for use by several threads. The factory of the journal's files starts and stops it.
 */
public final class GroupCommit implements ArtemisExecutor {

    /** Appends between two looks at whether a force is due: so many share one at most. */
    private static final int APPENDS_AT_A_TIME = 512;
    /** How often to let others run who may have something to append, before giving up the processor. */
    private static final int YIELDS = 3;

    private final AppendBuffer buffer;
    private final long idleNanos;
    private final Consumer<Throwable> onFailure;
    private final Queue<Runnable> appends = new ConcurrentLinkedQueue<>();
    private volatile Committer thread;
    private volatile boolean parked;

    /**
     * Prepares one.
     *
     * @param bufferBytes how much is gathered at most; no record can be longer
     * @param idleNanos how long what nobody waits for may stay unwritten
     * @param onFailure told of an error of the JVM's: nothing can be stored any more, and everybody is told so
     */
    GroupCommit(int bufferBytes, long idleNanos, Consumer<Throwable> onFailure) {
        this.buffer = new AppendBuffer(bufferBytes);
        this.idleNanos = idleNanos;
        this.onFailure = onFailure;
    }

    AppendBuffer buffer() {
        return buffer;
    }

    synchronized void start(String name) {
        if (thread == null) {
            thread = new Committer("escrowmq-journal " + name);
            thread.start();
        }
    }

    /** Appends and writes what it has been given, and ends. */
    void stop() {
        Committer ending;
        synchronized (this) {
            ending = thread;
            thread = null;
        }
        if (ending == null) {
            return;
        }
        ending.end();
        boolean interrupted = false;
        // The engine may stop because of an error that this thread has told it.
        while (ending.isAlive() && ending != Thread.currentThread()) {
            try {
                ending.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands over something that appends to the journal. */
    @Override
    public void execute(Runnable append) {
        Committer committer = thread;
        if (committer == null) {
            throw new RejectedExecutionException("The journal is closed");
        }
        appends.add(append);
        if (parked) {
            LockSupport.unpark(committer);
        }
    }

    /** Wakes a thread: at once, or, if called back by a flush, when all callbacks of it have run. */
    public static void wake(Thread sleeper) {
        if (Thread.currentThread() instanceof Committer committer) {
            committer.wakeLater(sleeper);
        } else {
            LockSupport.unpark(sleeper);
        }
    }

    private final class Committer extends Thread {

        private final List<Thread> toWake = new ArrayList<>();
        private volatile boolean ending;

        Committer(String name) {
            super(name);
            setDaemon(true);
        }

        void end() {
            ending = true;
            LockSupport.unpark(this);
        }

        void wakeLater(Thread sleeper) {
            if (toWake.isEmpty() || toWake.get(toWake.size() - 1) != sleeper) {
                toWake.add(sleeper);
            }
        }

        @Override
        @SuppressWarnings("checkstyle:IllegalCatch")
        public void run() {
            while (!ending || !appends.isEmpty()) {
                try {
                    turn();
                } catch (Throwable e) {
                    fail(e);
                }
            }
            flush();
        }

        private void turn() {
            append();
            if (buffer.isForceDue()) {
                flush();
            } else if (appends.isEmpty()) {
                idle();
            }
        }

        /** Goes on, so that everybody who still comes is told that nothing can be stored. */
        private void fail(Throwable cause) {
            buffer.breakOff("The journal's thread has failed: " + cause);
            wakeAll();
            onFailure.accept(cause);
        }

        private void append() {
            Runnable append = appends.poll();
            for (int count = 1; append != null; count++) {
                append.run();
                append = count < APPENDS_AT_A_TIME ? appends.poll() : null;
            }
            wakeAll();
        }

        private void flush() {
            buffer.flush();
            wakeAll();
        }

        private void wakeAll() {
            if (!toWake.isEmpty()) {
                toWake.forEach(LockSupport::unpark);
                toWake.clear();
            }
        }

        private void idle() {
            for (int turn = 0; turn < YIELDS; turn++) {
                Thread.yield();
                if (!appends.isEmpty()) {
                    return;
                }
            }
            boolean unwritten = !buffer.isEmpty();
            parked = true;
            if (appends.isEmpty() && !ending) {
                if (unwritten) {
                    LockSupport.parkNanos(GroupCommit.this, idleNanos);
                } else {
                    LockSupport.park(GroupCommit.this);
                }
            }
            parked = false;
            if (unwritten && appends.isEmpty()) {
                flush();
            }
        }
    }
}
