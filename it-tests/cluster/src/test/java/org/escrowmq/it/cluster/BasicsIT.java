package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.resource.spi.ManagedConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.BrokerHealth;
import org.escrowmq.it.container.Jta;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.remote.RemoteBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the adapter does with a single broker that is there. */
@Timeout(60)
class BasicsIT extends OneBroker {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static void inTransaction(boolean commit, Jta.Work work) throws Exception {
        Jta.manager().begin();
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            if (done && commit) {
                Jta.manager().commit();
            } else {
                Jta.manager().rollback();
            }
        }
    }

    @Test
    void whatIsSentInATransactionIsThereAfterItsCommitAndNotAfterItsRollback() throws Exception {
        inTransaction(false, () -> deployed().send(queue(), "rolled back"));
        assertThat(deployed().receiveNow(queue())).isNull();
        inTransaction(true, () -> {
            deployed().send(queue(), "a");
            deployed().send(queue(), "b");
            assertThat(seenFromOutside()).isEmpty();
        });
        assertThat(deployed().drain(queue())).containsExactly("a", "b");
    }

    /** By another connection that works in no transaction. */
    private List<String> seenFromOutside() throws Exception {
        try (Deployed other = Deployed.on(broker().url())) {
            var connection = other.managed().createManagedConnection(null, null);
            Session session = (Session) connection.getConnection(null, null);
            var messages = session.createBrowser(Deployed.queue(queue())).getEnumeration();
            List<String> texts = new java.util.ArrayList<>();
            while (messages.hasMoreElements()) {
                texts.add(((Message) messages.nextElement()).getBody(String.class));
            }
            connection.destroy();
            return texts;
        }
    }

    @Test
    void whatIsReceivedInATransactionIsGoneAfterItsCommitAndComesAgainAfterItsRollback() throws Exception {
        deployed().send(queue(), "once");
        inTransaction(false, () -> assertThat(deployed().receiveNow(queue())).isEqualTo("once"));
        inTransaction(true, () -> {
            try (JMSContext context = deployed().factory().createContext()) {
                Message again = context.createConsumer(Deployed.queue(queue())).receive(10_000);
                assertThat(again.getJMSRedelivered()).isTrue();
                assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
            }
        });
        assertThat(deployed().receiveNow(queue())).isNull();
    }

    @Test
    void withAnotherResourceTheTransactionIsPreparedAndCommitted() throws Exception {
        VotingResource other = new VotingResource();
        inTransaction(true, () -> {
            Jta.manager().getTransaction().enlistResource(other);
            deployed().send(queue(), "two phases");
        });
        assertThat(other.history()).containsExactly("start", "end", "prepare", "commit");
        assertThat(deployed().drain(queue())).containsExactly("two phases");
        assertThat(recovered(deployed().recoveryResource())).isEmpty();
    }

    /** In Java SE, and outside of a transaction too: a session made in one works in the next (Messaging 12.3). */
    @Test
    void aConsumerOutlivesTransactions() throws Exception {
        IntStream.range(0, 3).forEach(i -> deployed().send(queue(), "m" + i));
        try (RemoteBroker brokers = RemoteBroker.connect(broker().url());
                XAConnection connection = connect(brokers);
                XASession session = connection.createXASession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue()))) {
            connection.start();
            for (int i = 0; i < 2; i++) {
                String expected = "m" + i;
                inTransaction(true, () -> {
                    Jta.manager().getTransaction().enlistResource(session.getXAResource());
                    assertThat(consumer.receive(10_000).getBody(String.class)).isEqualTo(expected);
                });
            }
            assertThat(consumer.receive(10_000).getBody(String.class)).isEqualTo("m2");
        }
        assertThat(deployed().receiveNow(queue())).isNull();
    }

    @Test
    void aLocalTransactionOfSeveralMessagesIsThereAsAWholeAndInOrder() throws Exception {
        try (var connection = deployed().factory().createConnection();
                Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            var producer = transacted.createProducer(Deployed.queue(queue()));
            for (String text : List.of("a", "b", "c")) {
                producer.send(transacted.createTextMessage(text));
            }
            assertThat(deployed().receiveNow(queue())).isNull();
            transacted.commit();
            var consumer = transacted.createConsumer(Deployed.queue(queue()));
            producer.send(transacted.createTextMessage("d"));
            assertThat(consumer.receive(10_000).getBody(String.class)).isEqualTo("a");
            transacted.rollback();
            assertThat(consumer.receive(10_000).getBody(String.class)).isEqualTo("a");
            transacted.commit();
        }
        assertThat(deployed().drain(queue())).containsExactly("b", "c");
    }

    @Test
    void sessionsOutsideOfTransactionsWorkInTheModeThatWasAskedFor() throws Exception {
        try (var connection = deployed().factory().createConnection();
                Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            var producer = transacted.createProducer(Deployed.queue(queue()));
            producer.send(transacted.createTextMessage("undone"));
            transacted.rollback();
            producer.send(transacted.createTextMessage("undone, too"));
            producer.send(transacted.createTextMessage("with this one"));
            transacted.rollback();
            producer.send(transacted.createTextMessage("kept"));
            transacted.commit();
        }
        try (var connection = deployed().factory().createConnection();
                Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE)) {
            connection.start();
            var consumer = session.createConsumer(Deployed.queue(queue()));
            assertThat(consumer.receive(10_000).getBody(String.class)).isEqualTo("kept");
            session.recover();
            Message again = consumer.receive(10_000);
            assertThat(again.getBody(String.class)).isEqualTo("kept");
            assertThat(again.getJMSRedelivered()).isTrue();
            again.acknowledge();
        }
        assertThat(deployed().receiveNow(queue())).isNull();
    }

    @Test
    void aBeanIsGivenEachMessageOnce() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        deployed().deploy(Deployed.spec(queue()), message -> seen.add(message.getBody(String.class)));
        List<String> sent = IntStream.range(0, 200).mapToObj(i -> "m" + i).toList();
        try (JMSContext context = deployed().factory().createContext()) {
            sent.forEach(text -> context.createProducer().send(Deployed.queue(queue()), text));
        }
        await().atMost(SOON).until(() -> seen.size() >= sent.size());
        assertThat(deployed().receiveNow(queue())).isNull();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void whatABeanReservesAheadGoesBackUncounted() throws Exception {
        EscrowActivationSpec spec = Deployed.spec(queue());
        spec.setMaxSessions(1);
        spec.setPrefetch(5);
        AtomicInteger handled = new AtomicInteger();
        IntStream.range(0, 4).forEach(i -> deployed().send(queue(), "m" + i));
        var inFirst = new java.util.concurrent.CountDownLatch(1);
        var mayEnd = new java.util.concurrent.CountDownLatch(1);
        var bean = deployed().deploy(spec, message -> {
            handled.incrementAndGet();
            inFirst.countDown();
            mayEnd.await();
        });
        inFirst.await();
        deployed().adapter().endpointDeactivation(bean, null);
        mayEnd.countDown();
        bean.close();
        assertThat(handled).hasValue(1);
        try (JMSContext context = deployed().factory().createContext()) {
            var consumer = context.createConsumer(Deployed.queue(queue()));
            for (int i = 1; i < 4; i++) {
                Message message = consumer.receive(10_000);
                assertThat(message.getBody(String.class)).isEqualTo("m" + i);
                assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
            }
        }
    }

    @Test
    void aMessageThatABeanCannotHandleIsADeadLetterAfterAsManyDeliveriesAsTheBrokerAllows() throws Exception {
        AtomicInteger deliveries = new AtomicInteger();
        deployed().send(queue(), "poison");
        deployed().deploy(queue(), message -> {
            deliveries.incrementAndGet();
            throw new IllegalArgumentException("out of stock");
        });
        await().atMost(SOON).until(() -> "poison".equals(deployed().receiveNow("DLQ")));
        assertThat(deliveries).hasValue(3);
    }

    @Test
    void topicsAndDurableSubscriptionsWork() throws Exception {
        try (JMSContext context = deployed().factory().createContext()) {
            var topic = context.createTopic(queue());
            try (var durable = context.createSharedDurableConsumer(topic, "subscription");
                    var plain = context.createConsumer(topic, "color = 'red'")) {
                context.createProducer().setProperty("color", "red").send(topic, "red");
                context.createProducer().setProperty("color", "blue").send(topic, "blue");
                assertThat(plain.receiveBody(String.class, 10_000)).isEqualTo("red");
                assertThat(plain.receiveBodyNoWait(String.class)).isNull();
            }
            try (var durable = context.createSharedDurableConsumer(topic, "subscription")) {
                assertThat(durable.receiveBody(String.class, 10_000)).isEqualTo("red");
                assertThat(durable.receiveBody(String.class, 10_000)).isEqualTo("blue");
            }
            context.unsubscribe("subscription");
        }
    }

    @Test
    void aLargeMessageArrivesAsItWasSent() throws Exception {
        byte[] large = new byte[3 << 20];
        new java.util.Random(1).nextBytes(large);
        try (JMSContext context = deployed().factory().createContext()) {
            context.createProducer().send(Deployed.queue(queue()), large);
            context.createProducer().send(Deployed.queue(queue()), "after it");
            var consumer = context.createConsumer(Deployed.queue(queue()));
            assertThat(consumer.receiveBody(byte[].class, 10_000)).isEqualTo(large);
            assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("after it");
        }
    }

    @Test
    void aBranchThatWasPreparedBeforeIsRecoveredThroughTheAdapterAndThroughItsPool() throws Exception {
        Xid first = prepare("first");
        Xid second = prepare("second");
        deployed().close();
        use(Deployed.on(broker().url()));

        XAResource ofAdapter = deployed().recoveryResource();
        assertThat(recovered(ofAdapter)).hasSize(2);
        ofAdapter.commit(first, false);
        ManagedConnection connection = deployed().managed().createManagedConnection(null, null);
        XAResource ofPool = connection.getXAResource();
        assertThat(recovered(ofPool)).hasSize(1);
        ofPool.rollback(second);
        assertThat(recovered(ofAdapter)).isEmpty();
        connection.destroy();
        assertThat(deployed().drain(queue())).containsExactly("first");
    }

    /** What a resource has started is the transaction manager's to complete, whether its session is open or not. */
    @Test
    void aBranchWhoseSessionAndConnectionAreClosedIsCompletedAllTheSame() throws Exception {
        Xid xid = new TestXid("closed");
        try (RemoteBroker brokers = RemoteBroker.connect(broker().url());
                XAConnection open = connect(brokers)) {
            try (XAConnection connection = connect(brokers); XASession session = connection.createXASession()) {
                session.getXAResource().start(xid, XAResource.TMNOFLAGS);
                session.createProducer(session.createQueue(queue())).send(session.createTextMessage("closed"));
                session.getXAResource().end(xid, XAResource.TMSUCCESS);
            }
            open.createXASession().getXAResource().commit(xid, true);
        }
        assertThat(deployed().drain(queue())).containsExactly("closed");
    }

    private static XAConnection connect(RemoteBroker brokers) throws Exception {
        return brokers.connectionFactory().createXAConnection(BrokerProcess.USER, BrokerProcess.PASSWORD);
    }

    private Xid prepare(String text) throws Exception {
        ManagedConnection connection = deployed().managed().createManagedConnection(null, null);
        XAResource resource = connection.getXAResource();
        Xid xid = new TestXid(text);
        resource.start(xid, XAResource.TMNOFLAGS);
        Session session = (Session) connection.getConnection(null, null);
        session.createProducer(Deployed.queue(queue())).send(session.createTextMessage(text));
        resource.end(xid, XAResource.TMSUCCESS);
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        connection.destroy();
        return xid;
    }

    private static Xid[] recovered(XAResource resource) throws Exception {
        return resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    }

    @Test
    void whoHasTheWrongPasswordIsToldSoAndNothingElse() throws Exception {
        try (Deployed stranger = Deployed.as(BrokerProcess.USER, "wrong-one", broker().url())) {
            assertThatThrownBy(() -> stranger.send(queue(), "x")).isInstanceOf(JMSSecurityRuntimeException.class)
                    .hasMessageContaining("The user name or the password is wrong")
                    .hasMessageNotContaining("wrong-one");
            assertThatThrownBy(() -> stranger.deploy(queue(), message -> { }))
                    .isInstanceOf(jakarta.resource.spi.SecurityException.class)
                    .hasMessageContaining("The user name or the password is wrong");
        }
    }

    @Test
    void healthSaysWhichOfTheBrokersAnswer() throws Exception {
        String nobody = "tcp://127.0.0.1:" + BrokerProcess.freePort();
        try (RemoteBroker reached = RemoteBroker.connect(nobody + "|" + broker().url());
                RemoteBroker partly = RemoteBroker.connect(broker().url() + "," + nobody)) {
            assertThat(reached.health()).isEqualTo(new BrokerHealth(BrokerHealth.State.UP, List.of()));
            try (XAConnection connection = connect(reached)) {
                assertThat(reached.health().state()).isEqualTo(BrokerHealth.State.UP);
            }
            assertThat(partly.health().state()).isEqualTo(BrokerHealth.State.DEGRADED);
            assertThat(partly.health().reasons()).singleElement().asString().contains(nobody);
        }
    }

    @Test
    void aStoppedAdapterLeavesNoThreadBehind() throws Exception {
        deployed().deploy(queue(), message -> { });
        deployed().send(queue(), "x");
        deployed().recoveryResource().recover(XAResource.TMSTARTRSCAN);
        deployed().close();
        await().atMost(SOON).untilAsserted(() -> assertThat(threads()).noneMatch(name ->
                name.contains("escrowmq") || name.contains("activemq") || name.contains("client-remoting")));
        use(Deployed.on(broker().url()));
    }

    private static List<String> threads() {
        Set<Thread> all = Thread.getAllStackTraces().keySet();
        return all.stream().map(thread -> thread.getName().toLowerCase(java.util.Locale.ROOT)).toList();
    }
}
