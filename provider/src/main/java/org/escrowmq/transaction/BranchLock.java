package org.escrowmq.transaction;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of one branch, with one addition: its holder can step outside, to call sessions that take locks of their
 * own, and nobody who {@linkplain #enter enters} gets in before it is back.
 */
final class BranchLock {

    /** What is done outside. */
    interface Step<X extends Exception> {
        void run() throws X;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition back = lock.newCondition();
    private Thread outside;

    /** Waits for the lock and for whoever stepped outside. */
    void enter() {
        lock.lock();
        while (outside != null && outside != Thread.currentThread()) {
            back.awaitUninterruptibly();
        }
    }

    /** Waits for the lock alone: to find out whether work is still allowed, which it is not while one is outside. */
    void enterToWork() {
        lock.lock();
    }

    void leave() {
        lock.unlock();
    }

    /** Runs a step without the lock and takes it again. */
    <X extends Exception> void stepOutside(Step<X> step) throws X {
        outside = Thread.currentThread();
        lock.unlock();
        try {
            step.run();
        } finally {
            lock.lock();
            outside = null;
            back.signalAll();
        }
    }
}
