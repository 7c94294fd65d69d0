package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escrowmq.transaction.XaFixture.result;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.awaitility.Awaitility;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.transaction.XaFixture.TestSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transaction managers, timeouts and sessions on different threads. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BranchConcurrencyTest {

    private static final Xid XID = TestXid.of("shared");

    private final XaFixture x = new XaFixture();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneOfManyThreadsThatStartTheSameXidSucceeds() throws Exception {
        List<Callable<String>> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            TestSession session = x.session("s" + i);
            starts.add(() -> result(() -> session.xa.start(XID, XAResource.TMNOFLAGS)));
        }
        assertThat(results(starts)).containsOnlyOnce("ok").containsOnly("ok", "DUPID");
    }

    @Test
    void aStartThatIsOvertakenByAnotherWithTheSameXidIsRefused() throws Exception {
        TestSession first = x.session("first");
        TestSession second = x.session("second");
        x.broker.onNext("prepared", () -> assertThat(result(() -> first.xa.start(XID, XAResource.TMNOFLAGS)))
                .isEqualTo("ok"));
        assertThat(result(() -> second.xa.start(XID, XAResource.TMNOFLAGS))).isEqualTo("DUPID");
        assertThat(second.xa.association()).isNull();
        first.send("kept");
        first.xa.end(XID, XAResource.TMSUCCESS);
        first.xa.commit(XID, true);
        assertThat(x.available()).containsExactly("kept");
    }

    @Test
    void oneOfManyThreadsThatCommitTheSamePreparedBranchSucceeds() throws Exception {
        TestSession session = x.session("s");
        for (int round = 0; round < 50; round++) {
            session.xa.start(XID, XAResource.TMNOFLAGS);
            session.send("once " + round);
            session.xa.end(XID, XAResource.TMSUCCESS);
            session.xa.prepare(XID);
            List<Callable<String>> commits = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                XAResource recovery = x.branches.recoveryResource();
                commits.add(() -> result(() -> recovery.commit(XID, false)));
            }
            assertThat(results(commits)).containsOnlyOnce("ok").containsOnly("ok", "NOTA");
        }
        assertThat(x.available()).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void workOfJoinedSessionsIsDoneOneAfterTheOther() throws Exception {
        AtomicBoolean inUse = new AtomicBoolean();
        TestSession first = x.session("first");
        first.xa.start(XID, XAResource.TMNOFLAGS);
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TestSession session = x.session("s" + i);
            session.xa.start(XID, XAResource.TMJOIN);
            work.add(() -> {
                for (int n = 0; n < 200; n++) {
                    session.xa.association().call(transaction -> exclusively(inUse));
                    session.send("m");
                }
                return result(() -> session.xa.end(XID, XAResource.TMSUCCESS));
            });
        }
        assertThat(results(work)).containsOnly("ok");
        first.xa.end(XID, XAResource.TMSUCCESS);
        first.xa.commit(XID, true);
        assertThat(x.available()).hasSize(800);
    }

    @Test
    void aTimeoutWhileTheSessionHoldsItsLockAndWorksDoesNotDeadlock() throws Exception {
        ReentrantLock sessionLock = new ReentrantLock();
        CountDownLatch rollbackWaits = new CountDownLatch(1);
        EscrowXAResource xa = x.branches.sessionResource(new Participant() {
            @Override
            public void beforeRollback(BrokerTransaction transaction) {
                rollbackWaits.countDown();
                sessionLock.lock();
            }

            @Override
            public void afterRollback() {
                sessionLock.unlock();
            }
        });
        TestSession other = x.session("other");
        xa.setTransactionTimeout(1);
        xa.start(XID, XAResource.TMNOFLAGS);
        other.xa.start(XID, XAResource.TMJOIN);
        xa.association().call(transaction -> null);
        other.send("work");
        sessionLock.lock();
        Future<?> timeout = threads.submit(() -> x.timer.advance(1));
        rollbackWaits.await();
        TransactionContext context = xa.association();
        assertThat(assertThatWorkIsRefused(context)).contains("timeout");
        sessionLock.unlock();
        timeout.get();
        assertThat(result(() -> xa.end(XID, XAResource.TMSUCCESS))).isEqualTo("RBTIMEOUT");
    }

    @Test
    void callsThatMeetARollbackUnderWayWaitForItsResult() throws Exception {
        TestSession session = x.session("s");
        session.xa.setTransactionTimeout(1);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("dropped");
        CountDownLatch inRollback = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        x.broker.onNext("rollback", () -> {
            inRollback.countDown();
            await(goOn);
        });
        Future<?> timeout = threads.submit(() -> x.timer.advance(1));
        inRollback.await();
        XAResource recovery = x.branches.recoveryResource();
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        Future<String> manager = threads.submit(() -> {
            caller.complete(Thread.currentThread());
            return result(() -> recovery.rollback(XID));
        });
        Thread waiting = caller.get();
        Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
        assertThat(manager).isNotDone();
        goOn.countDown();
        assertThat(manager.get()).isEqualTo("ok");
        timeout.get();
        assertThat(x.broker.history("rollback")).containsExactly("t1.rollback");
    }

    @Test
    void manyBranchesOnManyThreadsEachEndAsTheirTransactionManagerSaid() throws Exception {
        int rounds = 300;
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            TestSession session = x.session("s" + i);
            String name = "thread " + i;
            work.add(() -> runBranches(session, name, rounds));
        }
        assertThat(results(work)).containsOnly("ok");
        assertThat(x.available()).hasSize(6 * rounds / 3 * 2).doesNotHaveDuplicates()
                .noneMatch(text -> text.toString().endsWith("rolled back"));
        assertThat(x.recover()).isEmpty();
        assertThat(x.broker.active()).isZero();
    }

    private static String runBranches(TestSession session, String name, int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            Xid xid = TestXid.of(name + " " + i);
            session.xa.start(xid, XAResource.TMNOFLAGS);
            session.send(name + " " + i + (i % 3 == 2 ? " rolled back" : " kept"));
            session.xa.end(xid, XAResource.TMSUCCESS);
            if (i % 3 == 0) {
                session.xa.commit(xid, true);
                continue;
            }
            session.xa.prepare(xid);
            if (i % 3 == 1) {
                session.xa.commit(xid, false);
            } else {
                session.xa.rollback(xid);
            }
        }
        return "ok";
    }

    private static Object exclusively(AtomicBoolean inUse) {
        assertThat(inUse.compareAndSet(false, true)).isTrue();
        Thread.yield();
        inUse.set(false);
        return null;
    }

    private static String assertThatWorkIsRefused(TransactionContext context) {
        try {
            context.call(transaction -> null);
            return "done";
        } catch (JMSException e) {
            return e.getMessage();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> results(List<Callable<String>> calls) throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        List<Future<String>> futures = new ArrayList<>();
        for (Callable<String> call : calls) {
            futures.add(threads.submit(() -> {
                await(together);
                return call.call();
            }));
        }
        together.countDown();
        List<String> results = new ArrayList<>();
        for (Future<String> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
