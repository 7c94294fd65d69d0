package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.activemq.artemis.api.core.management.ActiveMQServerControl;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.security.SecuritySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opening, closing, failing, and what is left behind: nothing. */
@Timeout(120)
class LifeCycleTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");

    @TempDir
    private Path directory;

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static BrokerSettings named(Path directory, String name) {
        return new BrokerSettings(directory, name, true, true, true, 50_000, 64 << 20, 0, 10,
                RedeliveryPolicy.AT_ONCE, SecuritySettings.OFF, null);
    }

    private static Set<ObjectName> beans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("org.escrowmq:*"), null);
    }

    @Test
    void noThreadIsLeftWhenTheBrokerIsClosed() throws JMSException {
        Set<Thread> before = threads();
        BrokerRig rig = BrokerRig.on(directory);
        rig.send(ORDERS, BrokerRig.numbered(50));
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(10);
        inbox.settle();
        Set<Thread> started = threads();
        started.removeAll(before);
        assertThat(started).anyMatch(LifeCycleTest::isOurs);
        rig.close();
        await().untilAsserted(() -> {
            Set<Thread> left = threads();
            left.removeAll(before);
            assertThat(left.stream().filter(LifeCycleTest::isOurs).map(Thread::getName).toList()).isEmpty();
        });
    }

    private static boolean isOurs(Thread thread) {
        String name = thread.getName();
        return name.contains("activemq") || name.contains("escrowmq") || name.contains("netty");
    }

    @Test
    void noStorageContextIsLeftOnAThreadThatUsedTheBroker() throws JMSException {
        try (BrokerRig rig = BrokerRig.on(directory)) {
            BrokerTransaction transaction = rig.broker().begin(new TransactionXid(1));
            rig.send(transaction, ORDERS, "a");
            assertNoContext();
            transaction.prepare();
            assertNoContext();
            transaction.commit();
            rig.send(ORDERS, "b");
            assertNoContext();
            Inbox inbox = rig.consume(ORDERS);
            rig.acknowledge(inbox, inbox.next());
            inbox.consumer().release(null);
            assertNoContext();
            assertThatThrownBy(() -> rig.send(BrokerRig.queue("a::b"), "c")).isInstanceOf(JMSException.class);
            assertNoContext();
            rig.connection().createTemporary(true);
            rig.connection().close();
            assertNoContext();
        }
        assertNoContext();
    }

    private static void assertNoContext() {
        assertThat(OperationContextImpl.getContext()).isNull();
    }

    @Test
    void theThreadsOfTheBrokerDoNotHoldTheApplicationsClassLoader() throws Exception {
        ClassLoader application = new URLClassLoader(new URL[0], getClass().getClassLoader());
        Set<Thread> before = threads();
        Thread current = Thread.currentThread();
        ClassLoader own = current.getContextClassLoader();
        current.setContextClassLoader(application);
        try (BrokerRig rig = BrokerRig.on(directory)) {
            rig.send(ORDERS, BrokerRig.numbered(10));
            Inbox inbox = rig.consume(ORDERS);
            inbox.request(10);
            inbox.settle();
            Set<Thread> ours = threads();
            ours.removeAll(before);
            assertThat(ours).isNotEmpty().allSatisfy(thread ->
                    assertThat(thread.getContextClassLoader()).isNotSameAs(application));
        } finally {
            current.setContextClassLoader(own);
        }
    }

    @Test
    void aClosedBrokerRefusesEverythingAndMayBeClosedAgain() throws JMSException {
        BrokerRig rig = BrokerRig.on(directory);
        BrokerTransaction transaction = rig.broker().begin(null);
        Inbox inbox = rig.consume(ORDERS);
        rig.close();
        rig.close();
        List<ThrowingCallable> calls = List.of(
                () -> rig.broker().connect(null, null), () -> rig.broker().begin(null),
                () -> rig.broker().preparedXids(), () -> rig.broker().heuristicOutcomes(),
                () -> rig.broker().prepared(new TransactionXid(1)), () -> rig.broker().forget(new TransactionXid(1)),
                () -> rig.send(ORDERS, "a"), transaction::commit, () -> rig.connection().createSession());
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
        inbox.close();
        rig.session().close();
        rig.connection().close();
        assertThat(rig.broker().resourceManagerId()).isNotNull();
    }

    @Test
    void connectionsThatAreOpenWhenTheBrokerClosesAreTold() throws JMSException {
        BrokerRig rig = BrokerRig.on(directory);
        List<JMSException> told = new CopyOnWriteArrayList<>();
        rig.connection().onFailure(told::add);
        BrokerConnection closedBefore = rig.broker().connect(null, null);
        closedBefore.onFailure(told::add);
        closedBefore.close();
        rig.close();
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).hasMessageContaining(directory.toString());
    }

    @Test
    void aCommitUnderWayFinishesBeforeTheBrokerCloses() throws Exception {
        BrokerRig rig = BrokerRig.on(directory);
        int count = 40;
        AtomicReference<Integer> committed = new AtomicReference<>(0);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < count * 1000; i++) {
                    BrokerTransaction transaction = rig.broker().begin(null);
                    rig.send(transaction, ORDERS, "m" + i);
                    transaction.commit();
                    committed.set(i + 1);
                }
            } catch (JMSException e) {
                assertThat(e).isInstanceOf(IllegalStateException.class);
            }
        });
        await().until(() -> committed.get() >= count);
        rig.close();
        sender.get(20, TimeUnit.SECONDS);
        rig.restart();
        assertThat(rig.drain(ORDERS)).hasSize(committed.get());
        rig.close();
    }

    @Test
    void theBrokerIsInJmxUnderItsNameInItsOwnDomainUntilItCloses() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(named(directory, "shop"))) {
            assertThat(broker.directory()).isEqualTo(directory);
            assertThat(beans()).contains(new ObjectName("org.escrowmq:broker=\"shop\""));
        }
        assertThat(beans()).noneMatch(name -> name.toString().contains("shop"));
    }

    @Test
    void brokersWithoutAGivenNameHaveDifferentOnes(@TempDir Path one, @TempDir Path two) throws Exception {
        try (EmbeddedBroker first = EmbeddedBroker.open(named(one.resolve("data"), null));
                EmbeddedBroker second = EmbeddedBroker.open(named(two.resolve("data"), null))) {
            Set<String> names = beans().stream().map(name -> name.getKeyProperty("broker"))
                    .filter(name -> name.startsWith("\"data-")).collect(Collectors.toSet());
            assertThat(names).containsExactlyInAnyOrder(
                    "\"data-" + first.resourceManagerId().substring(0, 8) + "\"",
                    "\"data-" + second.resourceManagerId().substring(0, 8) + "\"");
        }
    }

    @Test
    void aSecondBrokerOfTheSameNameIsRefusedAndTheFirstStaysVisible(@TempDir Path other) throws Exception {
        try (EmbeddedBroker first = EmbeddedBroker.open(named(directory, "shop"))) {
            assertThatThrownBy(() -> EmbeddedBroker.open(named(other, "shop")))
                    .isInstanceOf(JMSException.class).hasMessageContainingAll("shop", "own name");
            assertThat(beans()).contains(new ObjectName("org.escrowmq:broker=\"shop\""));
            assertThat(first.preparedXids()).isEmpty();
        }
        EmbeddedBroker.open(named(other, "shop")).close();
    }

    @Test
    void anOperatorCanListQueuesSessionsAndConsumers() throws Exception {
        try (BrokerRig rig = BrokerRig.on(directory)) {
            rig.connection().setClientId("billing");
            rig.send(ORDERS, "a");
            rig.consume(ORDERS).next();
            ActiveMQServerControl control = rig.broker().engine().server().getActiveMQServerControl();
            assertThat(control.listQueues("", 1, 50)).contains("orders");
            assertThat(control.listConsumers("", 1, 50)).contains("orders");
            assertThat(control.listSessions("", 1, 50)).contains("billing");
            assertThat(control.listAllConsumersAsJSON()).contains("orders");
            assertThat(control.listProducers("", 1, 50)).contains("data");
        }
    }

    @Test
    void withoutJmxNothingIsRegistered() throws Exception {
        Set<ObjectName> before = beans();
        try (BrokerRig rig = BrokerRig.on(directory)) {
            rig.send(ORDERS, "a");
            assertThat(beans()).isEqualTo(before);
        }
    }

    @Test
    void aBrokerThatCannotReadItsJournalLeavesNothingRunningAndTheDirectoryUnlocked() throws Exception {
        BrokerRig.on(directory).close();
        Path journal = directory.resolve("journal");
        try (var files = Files.list(journal)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(journal);
        Files.writeString(journal, "not a directory");
        Set<Thread> before = threads();
        assertThatThrownBy(() -> BrokerRig.on(directory))
                .isInstanceOf(JMSException.class).hasMessageContaining(directory.toString());
        await().untilAsserted(() -> {
            Set<Thread> left = threads();
            left.removeAll(before);
            assertThat(left.stream().filter(LifeCycleTest::isOurs).map(Thread::getName).toList()).isEmpty();
        });
        BrokerDirectory.open(directory).close();
    }

    @Test
    void whenTheStorageFailsConnectionsAreToldAndNothingMoreIsAccepted() throws Exception {
        BrokerRig rig = BrokerRig.on(directory);
        List<JMSException> told = new CopyOnWriteArrayList<>();
        rig.connection().onFailure(told::add);
        rig.send(ORDERS, "a");
        rig.broker().engine().server().getIoCriticalErrorListener()
                .onIOException(new IOException("disk gone"), "disk gone", "amq-1.amq");
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).hasMessageContainingAll("disk gone", directory.toString());
        assertThatThrownBy(() -> rig.broker().connect(null, null))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("disk gone");
        rig.close();
        rig.restart();
        assertThat(rig.drain(ORDERS)).containsExactly("a");
        rig.close();
    }

    @Test
    void anOperatorWhoEndsAConnectionEndsItsSessionsAndItIsTold() throws Exception {
        try (BrokerRig rig = BrokerRig.on(directory)) {
            List<JMSException> told = new CopyOnWriteArrayList<>();
            rig.connection().onFailure(told::add);
            rig.send(ORDERS, "a");
            Inbox inbox = rig.consume(ORDERS);
            inbox.next();
            var sessions = new ArrayList<>(rig.broker().engine().server().getSessions());
            sessions.get(0).getRemotingConnection().disconnect(false);
            assertThat(told).hasSize(1);
            assertThatThrownBy(() -> rig.send(ORDERS, "b")).isInstanceOf(IllegalStateException.class);
            BrokerSession other = rig.broker().connect(null, null).createSession();
            Delivery again = BrokerRig.consume(other, BrokerRig.from(ORDERS)).next();
            assertThat(again.message().content()).isEqualTo("a");
            assertThat(again.deliveryCount()).isEqualTo(1);
        }
    }
}
