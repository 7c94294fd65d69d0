package org.escrowmq.broker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.escrowmq.broker.store.GroupCommit;

/**
 * What a piece of work waits for at the disk, and what the engine has to do when it is there: to show what was
 * committed, for one. The thread that waits does that itself, so that it is woken once and no other thread has to be.
 * If nobody waits, a thread of the engine's does it.
 *
 * <p>Whoever does it, it is done in order and by one thread at a time. It takes no lock of a session or a
 * branch: it only hands messages to queues, which deliver on threads of their own.
 *
 * <p>Safe for use by several threads.
 */
final class StorageContext extends OperationContextImpl {

    private final DueWork due;

    private StorageContext(DueWork due) {
        super(due);
        this.due = due;
    }

    /**
     * Makes a context of its own for one piece of work.
     *
     * @param otherwise does what is due when nobody waits
     */
    static StorageContext on(Executor otherwise) {
        return new StorageContext(new DueWork(otherwise));
    }

    /**
     * Waits until all that was done in this context is on the disk, also when interrupted.
     *
     * @return true if the thread was interrupted; its interrupt status is cleared then
     * @throws ActiveMQException if something could not be stored
     */
    boolean await() throws ActiveMQException {
        Waiter waiter = new Waiter();
        boolean does = due.begin(waiter.thread);
        try {
            executeOnCompletion(waiter);
            return waiter.await(does ? due : null);
        } finally {
            if (does) {
                due.end();
            }
        }
    }

    /** What is due, and who does it. */
    private static final class DueWork implements Executor {

        private final Executor otherwise;
        private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        private final AtomicReference<Thread> waiting = new AtomicReference<>();

        DueWork(Executor otherwise) {
            this.otherwise = otherwise;
        }

        /** Has the thread do it until it ends that; false if another one is doing it. */
        boolean begin(Thread thread) {
            return waiting.compareAndSet(null, thread);
        }

        void end() {
            waiting.set(null);
            if (!work.isEmpty()) {
                otherwise.execute(this::run);
            }
        }

        @Override
        public void execute(Runnable task) {
            work.add(task);
            Thread waiter = waiting.get();
            if (waiter == null) {
                otherwise.execute(this::run);
            } else {
                GroupCommit.wake(waiter);
            }
        }

        synchronized void run() {
            for (Runnable task = work.poll(); task != null; task = work.poll()) {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    // What it follows is stored, so that must not be reported as failed.
                    BrokerLog.dueWorkFailed(e);
                }
            }
        }
    }

    /** Told at the end. */
    private static final class Waiter implements IOCallback {

        private final Thread thread = Thread.currentThread();
        private volatile boolean over;
        private ActiveMQException failure;

        @Override
        public void done() {
            end();
        }

        @Override
        public void onError(int errorCode, String errorMessage) {
            failure = ActiveMQExceptionType.createException(errorCode, errorMessage);
            end();
        }

        private void end() {
            over = true;
            if (Thread.currentThread() != thread) {
                GroupCommit.wake(thread);
            }
        }

        boolean await(DueWork due) throws ActiveMQException {
            boolean interrupted = false;
            while (!over) {
                if (due != null) {
                    due.run();
                }
                if (!over) {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                }
            }
            if (failure != null) {
                throw failure;
            }
            return interrupted;
        }
    }
}
