package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who does what is due when something is on the disk, and what a wait ends with. */
@Timeout(60)
class StorageContextTest {

    private static final String ENGINE = "engine";

    private final ExecutorService engine = Executors.newSingleThreadExecutor(task -> new Thread(task, ENGINE));
    private final StorageContext context = StorageContext.on(engine);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        OperationContextImpl.clearContext();
        engine.shutdown();
        assertThat(engine.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private final class Due implements IOCallback {

        private final String name;

        Due(String name) {
            this.name = name;
        }

        @Override
        public void done() {
            done.add(name + " by " + Thread.currentThread().getName());
            if (name.startsWith("bad")) {
                throw new IllegalStateException("asked to fail");
            }
        }

        @Override
        public void onError(int errorCode, String errorMessage) {
            done.add(name + " failed");
        }
    }

    /** Waits on a thread of its own, and returns once that waits. */
    private CompletableFuture<Boolean> waiting(String name, Thread[] started) {
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        started[0] = new Thread(() -> {
            try {
                outcome.complete(context.await());
            } catch (ActiveMQException e) {
                outcome.completeExceptionally(e);
            }
        }, name);
        started[0].start();
        await().until(() -> started[0].getState() == Thread.State.WAITING);
        return outcome;
    }

    @Test
    void nothingIsWaitedForIfNothingIsUnderWay() throws ActiveMQException {
        assertThat(context.await()).isFalse();
    }

    @Test
    void whoWaitsDoesInOrderWhatIsDue() {
        context.storeLineUp();
        context.executeOnCompletion(new Due("first"));
        context.executeOnCompletion(new Due("second"));
        CompletableFuture<Boolean> outcome = waiting("waiter", new Thread[1]);
        context.done();
        assertThat(outcome.join()).isFalse();
        assertThat(done).containsExactly("first by waiter", "second by waiter");
    }

    @Test
    void ifNobodyWaitsTheEngineDoesWhatIsDue() {
        context.storeLineUp();
        context.executeOnCompletion(new Due("first"));
        context.executeOnCompletion(new Due("second"));
        context.done();
        await().untilAsserted(() -> assertThat(done).containsExactly("first by engine", "second by engine"));
    }

    @Test
    void twoMayWait() {
        context.storeLineUp();
        context.executeOnCompletion(new Due("first"));
        CompletableFuture<Boolean> one = waiting("one", new Thread[1]);
        CompletableFuture<Boolean> other = waiting("other", new Thread[1]);
        context.done();
        assertThat(one.join()).isFalse();
        assertThat(other.join()).isFalse();
        assertThat(done).containsExactly("first by one");
    }

    @Test
    void anInterruptIsNotedAndDoesNotEndTheWait() {
        context.storeLineUp();
        Thread[] thread = new Thread[1];
        CompletableFuture<Boolean> outcome = waiting("waiter", thread);
        thread[0].interrupt();
        await().during(BrokerRig.WHILE).until(() -> !outcome.isDone());
        context.done();
        assertThat(outcome.join()).isTrue();
    }

    @Test
    void whatIsStoredIsNotReportedAsFailedBecauseWhatIsDueFails() {
        context.storeLineUp();
        context.executeOnCompletion(new Due("bad"));
        context.executeOnCompletion(new Due("good"));
        CompletableFuture<Boolean> outcome = waiting("waiter", new Thread[1]);
        context.done();
        assertThat(outcome.join()).isFalse();
        assertThat(done).containsExactly("bad by waiter", "good by waiter");
    }

    @Test
    void aWaitFailsIfSomethingCouldNotBeStored() {
        context.storeLineUp();
        CompletableFuture<Boolean> outcome = waiting("waiter", new Thread[1]);
        context.onError(ActiveMQExceptionType.IO_ERROR.getCode(), "the disk is gone");
        assertThatThrownBy(outcome::join).hasRootCauseInstanceOf(ActiveMQException.class)
                .hasMessageContaining("the disk is gone");
    }

    @Test
    void whatComesAfterAWaitIsDoneByTheEngine() throws ActiveMQException {
        context.await();
        context.storeLineUp();
        context.executeOnCompletion(new Due("later"));
        context.done();
        await().untilAsserted(() -> assertThat(done).containsExactly("later by engine"));
    }
}
