package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.beans.Introspector;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.escrowmq.broker.process.AuditLog;
import org.escrowmq.broker.process.OwnThread;
import org.escrowmq.message.MessageErrors;

/**
 * The running Artemis server: its life cycle, and the one way into it ({@link #call}).
 *
 * <p><b>Storage contexts.</b> The engine finds out what a thread must wait for through a thread local, the operation
 * context, and makes a new one for a thread that has none. A context left behind on a thread of an application server
 * keeps the whole class loader alive, so nothing in this package calls the engine but through this class, which sets a
 * context before and restores what was there afterwards, whatever happens.
 *
 * <p>Safe for use by several threads. {@link EmbeddedBroker} starts and stops it.
 */
final class Engine {

    private static final long CALLS_LIMIT_MILLIS = 10_000;
    private static final long STOP_LIMIT_MILLIS = 60_000;
    private static final long STOP_POLL_NANOS = 20_000_000;

    private final Path directory;
    private final ActiveMQServer server;
    private final StorageManager storage;
    private final PreparedBranches preparedBranches;
    private final PagingManager paging;
    private final AtomicInteger calls = new AtomicInteger();
    /** The first failure to write or force, set before the engine goes on. */
    private final AtomicReference<Throwable> storageFailure;
    private volatile String refusal;

    private Engine(Path directory, ActiveMQServer server, PreparedBranches preparedBranches,
            AtomicReference<Throwable> storageFailure) {
        this.directory = directory;
        this.storageFailure = storageFailure;
        this.server = server;
        this.storage = server.getStorageManager();
        this.preparedBranches = preparedBranches;
        this.paging = server.getPagingManager();
    }

    /** Something done with the engine. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws Exception;
    }

    /** Something done with the engine that has no result. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /**
     * Starts the engine and loads the whole journal.
     *
     * @param security says who may do what, or null if everybody may do everything
     * @param onStorageFailure told when the store can no longer be written; the engine stops by itself then
     * @throws JMSException if it does not come up; nothing is left running then
     */
    static Engine start(Configuration configuration, ActiveMQSecurityManager security, Path directory,
            Consumer<Throwable> onStorageFailure) throws JMSException {
        AuditLog.switchOff();
        AtomicReference<Engine> started = new AtomicReference<>();
        startApart(configuration.getName(), directory, () -> {
            started.set(startHere(configuration, security, directory, onStorageFailure));
            return null;
        });
        return started.get();
    }

    private static void startApart(String name, Path directory, Callable<Void> work) throws JMSException {
        OwnThread starter = OwnThread.start("escrowmq-start " + name, work);
        starter.join();
        try {
            starter.outcome().get();
        } catch (ExecutionException e) {
            throw notStarted(directory, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notStarted(directory, e);
        }
    }

    private static JMSException notStarted(Path directory, Throwable cause) {
        JMSException failure = new JMSException("The broker on " + directory + " did not start: " + cause.getMessage(),
                "NOT_STARTED");
        return MessageErrors.withCause(failure, cause);
    }

    private static Engine startHere(Configuration configuration, ActiveMQSecurityManager security, Path directory,
            Consumer<Throwable> onStorageFailure) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        if (configuration.isJMXManagementEnabled()) {
            ObjectName name = new ObjectName(EngineConfiguration.jmxName(configuration.getName()));
            if (beans.isRegistered(name)) {
                throw new JMSException("JMX has " + name + " already; give each broker of a process its own name");
            }
        }
        ActiveMQServer server = new CheckedServer(configuration, beans, security);
        PreparedBranches preparedBranches = new PreparedBranches(server);
        configuration.registerBrokerPlugin(preparedBranches);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        server.registerActivationFailureListener(failure::set);
        AtomicReference<Throwable> storageFailure = new AtomicReference<>();
        server.registerIOCriticalErrorListener((cause, message, file) -> {
            storageFailure.compareAndSet(null, cause);
            BrokerLog.storageFailed(directory, file, cause);
            onStorageFailure.accept(cause);
        });
        boolean active = false;
        try {
            server.start();
            active = server.isActive();
            if (!active) {
                throw new JMSException("The store is in use by another broker or cannot be read: " + failure.get());
            }
            return new Engine(directory, server, preparedBranches, storageFailure);
        } finally {
            if (!active) {
                server.stop();
            }
            // The JDK remembers the engine's classes that are beans: of an acceptor, the protocol.
            Introspector.flushCaches();
        }
    }

    /**
     * Lets clients in. The engine itself would only log that it cannot.
     *
     * @throws JMSException naming the acceptor that does not come up
     */
    void startAcceptors(Collection<TransportConfiguration> acceptors) throws JMSException {
        for (TransportConfiguration configuration : acceptors) {
            startApart(configuration.getName(), directory, () -> {
                startAcceptor(configuration);
                return null;
            });
        }
    }

    private void startAcceptor(TransportConfiguration configuration) throws JMSException {
        String name = "acceptor " + configuration.getName();
        Acceptor acceptor = server.getRemotingService().getAcceptor(configuration.getName());
        if (acceptor == null) {
            throw new JMSException(name + " could not be made; the log says why");
        }
        try {
            acceptor.start();
        } catch (Exception e) {
            throw MessageErrors.withCause(new JMSException(name + " does not start: " + e.getMessage()), e);
        }
        BrokerLog.listening(server.getConfiguration().getName(), configuration, acceptor.getActualPort());
    }

    /**
     * Calls the engine without waiting for the disk.
     *
     * @param context collects what is to be waited for later
     * @param doing what this is, for error messages: "Cannot ..."
     * @throws IllegalStateException if the broker is closed
     */
    <T> T call(StorageContext context, String doing, Call<T> call) throws JMSException {
        return run(context, false, doing, call);
    }

    /** Calls the engine and returns when all that was done in the context is on the disk. */
    <T> T durably(StorageContext context, String doing, Call<T> call) throws JMSException {
        return run(context, true, doing, call);
    }

    /** Calls the engine and returns when it is on the disk. */
    void durably(String doing, Action action) throws JMSException {
        durably(newContext(), doing, () -> {
            action.run();
            return null;
        });
    }

    /**
     * Calls the engine without waiting for the disk.
     *
     * @param completion told on any thread when all that was done in the context is on the disk, with null, or that it
     *     could not be written, with the reason
     */
    void whenDurable(StorageContext context, String doing, Action action, Consumer<JMSException> completion)
            throws JMSException {
        call(context, doing, () -> {
            action.run();
            context.executeOnCompletion(new IOCallback() {
                @Override
                public void done() {
                    Throwable failure = storageFailure.get();
                    completion.accept(failure == null ? null : ArtemisErrors.translate(doing, notStored(failure)));
                }

                @Override
                public void onError(int errorCode, String errorMessage) {
                    completion.accept(ArtemisErrors.translate(doing, new ActiveMQIOErrorException(errorMessage)));
                }
            });
            return null;
        });
    }

    private <T> T run(StorageContext context, boolean wait, String doing, Call<T> call) throws JMSException {
        enter();
        OperationContext outer = OperationContextImpl.getContext();
        // An interrupted thread would close the channel of the file that it writes a large body to.
        boolean interrupted = Thread.interrupted();
        OperationContextImpl.setContext(context);
        try {
            T result = call.run();
            if (wait) {
                // An interrupt must not turn a commit that happens into one that is reported as failed.
                interrupted |= context.await();
                requireStored();
            }
            return result;
        } catch (Exception e) {
            throw ArtemisErrors.translate(doing, e);
        } finally {
            OperationContextImpl.setContext(outer);
            leave();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * When a write of the journal fails, the engine reports that, forces what it could write, and then confirms all of
     * it. So nothing that it confirms after a failure counts.
     */
    private void requireStored() throws ActiveMQIOErrorException {
        Throwable failure = storageFailure.get();
        if (failure != null) {
            throw notStored(failure);
        }
    }

    private static ActiveMQIOErrorException notStored(Throwable failure) {
        return new ActiveMQIOErrorException("The store could not be written: " + failure.getMessage(), failure);
    }

    private void enter() throws JMSException {
        calls.incrementAndGet();
        String why = refusal;
        if (why != null) {
            leave();
            throw new IllegalStateException(why);
        }
    }

    private void leave() {
        if (calls.decrementAndGet() == 0 && refusal != null) {
            synchronized (calls) {
                calls.notifyAll();
            }
        }
    }

    /** Refuses every call from now on, with an {@link IllegalStateException} that gives this reason. */
    void refuseCalls(String reason) {
        refusal = reason;
    }

    /** The reason why calls are refused, or null if they are not. */
    String refusal() {
        return refusal;
    }

    /**
     * Stops the engine once the calls that are under way have ended, or after a while even if they have not.
     *
     * @return false if it could not be stopped within a minute; it may still have its files open then
     */
    boolean stop() {
        awaitCalls();
        OwnThread stopper = OwnThread.start("escrowmq-stop " + server.getConfiguration().getName(), () -> {
            finishPaging();
            server.stop();
            awaitStopped();
            return null;
        });
        if (!stopper.join(STOP_LIMIT_MILLIS)) {
            BrokerLog.stopTimedOut(directory, STOP_LIMIT_MILLIS / 1000);
            return false;
        }
        return server.getState() == ActiveMQServer.SERVER_STATE.STOPPED;
    }

    /** When the engine is stopping by itself already, because its storage failed, it does not wait for that. */
    private void awaitStopped() {
        long deadline = System.nanoTime() + STOP_LIMIT_MILLIS * 1_000_000;
        while (server.getState() != ActiveMQServer.SERVER_STATE.STOPPED && System.nanoTime() < deadline) {
            LockSupport.parkNanos(STOP_POLL_NANOS);
        }
    }

    /** The engine shuts its threads down without asking whether page files are being tidied up; they would complain. */
    private void finishPaging() throws Exception {
        if (server.isActive()) {
            for (SimpleString name : paging.getStoreNames()) {
                paging.getPageStore(name).flushExecutors();
            }
        }
    }

    private void awaitCalls() {
        long deadline = System.nanoTime() + CALLS_LIMIT_MILLIS * 1_000_000;
        boolean interrupted = false;
        synchronized (calls) {
            long left = CALLS_LIMIT_MILLIS;
            while (calls.get() > 0 && left > 0) {
                try {
                    // Short, because the last call may have left between the question and the wait.
                    calls.wait(Math.min(left, 50));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A context of its own for one piece of work. */
    StorageContext newContext() {
        return StorageContext.on(server.getExecutorFactory().getExecutor());
    }

    /** Hands something to a thread of the engine's. */
    void execute(Runnable action) {
        server.getExecutorFactory().getExecutor().execute(action);
    }

    /** Runs something short on a thread of the engine's after a while, unless the engine stops before. */
    void later(long nanos, Runnable action) {
        if (refusal == null) {
            server.getScheduledPool().schedule(action, nanos, TimeUnit.NANOSECONDS);
        }
    }

    ActiveMQServer server() {
        return server;
    }

    StorageManager storage() {
        return storage;
    }

    PreparedBranches preparedBranches() {
        return preparedBranches;
    }

    boolean isDiskFull() {
        return paging.isDiskFull();
    }
}
