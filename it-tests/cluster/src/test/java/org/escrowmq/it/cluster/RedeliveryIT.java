package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.it.container.Bean;
import org.escrowmq.it.container.Jta;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.remote.RemoteBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a bean's own rules do with messages that it cannot handle, where the broker gives up after three deliveries. */
@Timeout(60)
class RedeliveryIT extends OneBroker {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

    /** One delivery. */
    private record Seen(long nanos, String text, int count, boolean redelivered, Map<String, Object> rest) {

        static Seen of(Message message) throws Exception {
            return new Seen(System.nanoTime(), message.getBody(String.class),
                    message.getIntProperty("JMSXDeliveryCount"), message.getJMSRedelivered(), unchanging(message));
        }
    }

    /** All that a message has and that no delivery changes, its body apart. */
    private static Map<String, Object> unchanging(Message message) throws Exception {
        Map<String, Object> rest = new TreeMap<>();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            rest.put(name, message.getObjectProperty(name));
        }
        rest.remove("JMSXDeliveryCount");
        rest.put("id", message.getJMSMessageID());
        rest.put("timestamp", message.getJMSTimestamp());
        rest.put("delivery time", message.getJMSDeliveryTime());
        rest.put("expiration", message.getJMSExpiration());
        rest.put("priority", message.getJMSPriority());
        rest.put("mode", message.getJMSDeliveryMode());
        rest.put("type", String.valueOf(message.getJMSType()));
        rest.put("correlation", String.valueOf(message.getJMSCorrelationID()));
        rest.put("reply to", String.valueOf(message.getJMSReplyTo()));
        rest.put("destination", message.getJMSDestination().toString());
        return rest;
    }

    private EscrowActivationSpec spec(Integer attempts, Integer atOnce, Long delay) {
        EscrowActivationSpec spec = Deployed.spec(queue());
        spec.setMaxDeliveryAttempts(attempts);
        spec.setImmediateRedeliveries(atOnce);
        spec.setRedeliveryDelayMillis(delay);
        spec.setDeadLetterDestination(queue() + ".dead");
        return spec;
    }

    private void fail(Message message) throws Exception {
        seen.add(Seen.of(message));
        throw new IllegalArgumentException("out of stock", new ArithmeticException("division by zero"));
    }

    private Message deadLetter(JMSContext context) throws Exception {
        return context.createConsumer(Deployed.queue(queue() + ".dead")).receive(SOON.toMillis());
    }

    private List<Integer> counts() {
        return seen.stream().map(Seen::count).toList();
    }

    private void sendWithEverything(JMSContext context) throws Exception {
        TextMessage message = context.createTextMessage("poison");
        message.setStringProperty("color", "red");
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", 3);
        message.setStringProperty("_AMQ_DUPL_ID", "unique to " + queue());
        message.setLongProperty("size", Long.MAX_VALUE);
        message.setJMSType("order");
        message.setJMSCorrelationID("4711");
        message.setJMSReplyTo(Deployed.queue("answers"));
        context.createProducer().setPriority(7).setTimeToLive(600_000).send(Deployed.queue(queue()), message);
    }

    // ---- attempts and dead letters --------------------------------------------------------------------------------

    @Test
    void aMessageIsADeadLetterAfterAsManyDeliveriesAsTheBeanAllowsAndSaysWhereItWasAndWhy() throws Exception {
        deployed().deploy(spec(2, null, null), this::fail);
        try (JMSContext context = deployed().factory().createContext()) {
            sendWithEverything(context);
            Message dead = deadLetter(context);
            assertThat(counts()).containsExactly(1, 2);
            assertThat(dead.getStringProperty("JMS_ESCROW_CAUSE"))
                    .isEqualTo("delivery 2, the last that is allowed, failed: java.lang.IllegalArgumentException: out "
                            + "of stock; caused by java.lang.ArithmeticException: division by zero");
            assertThat(dead.getStringProperty("JMS_ESCROW_ORIGINAL_DESTINATION")).isEqualTo("queue://" + queue());
            assertThat(dead.getIntProperty("JMS_ESCROW_DELIVERIES")).isEqualTo(2);
            assertThat(dead.getStringProperty("_AMQ_ORIG_QUEUE")).isEqualTo(queue());
            assertThat(dead.getStringProperty("_AMQ_ORIG_ADDRESS")).isEqualTo(queue());
            assertThat(dead.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
            Map<String, Object> kept = unchanging(dead);
            kept.keySet().removeIf(name -> name.startsWith("JMS_ESCROW_") || name.startsWith("_AMQ_ORIG_"));
            Map<String, Object> original = new TreeMap<>(seen.peek().rest());
            original.put("expiration", 0L);
            original.put("destination", dead.getJMSDestination().toString());
            original.remove("_AMQ_DUPL_ID");
            assertThat(kept).isEqualTo(original);
        }
        assertThat(deployed().receiveNow(queue())).isNull();
    }

    /** More than the three of the broker(), which does not count what has waited. */
    @Test
    void theDeliveryCountGoesOnAndNothingElseChangesWhileTheMessageWaitsLongerAndLonger() throws Exception {
        EscrowActivationSpec spec = spec(6, null, 200L);
        spec.setRedeliveryBackOffMultiplier(2.0);
        spec.setMaxRedeliveryDelayMillis(500L);
        deployed().deploy(spec, this::fail);
        try (JMSContext context = deployed().factory().createContext()) {
            sendWithEverything(context);
            Message dead = deadLetter(context);
            assertThat(dead.getStringProperty("JMS_ESCROW_CAUSE")).startsWith("delivery 6, the last that is allowed");
            assertThat(dead.getStringProperty("JMS_ESCROW_ORIGINAL_DESTINATION")).isEqualTo("queue://" + queue());
            assertThat(dead.getIntProperty("JMS_ESCROW_DELIVERIES")).isEqualTo(6);
            assertThat(dead.getStringProperty("_AMQ_ORIG_ADDRESS")).isEqualTo(queue());
        }
        assertThat(counts()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(seen).extracting(Seen::redelivered).containsExactly(false, true, true, true, true, true);
        List<Map<String, Object>> rests = seen.stream().map(Seen::rest).toList();
        rests.get(0).remove("_AMQ_DUPL_ID");
        assertThat(rests).allSatisfy(rest -> assertThat(rest).isEqualTo(rests.get(0)));
        assertWaited(200, 400, 500, 500, 500);
    }

    private void assertWaited(long... millis) {
        List<Seen> all = new ArrayList<>(seen);
        for (int i = 0; i < millis.length; i++) {
            // The clock that decides is not the one that measures.
            assertThat(all.get(i + 1).nanos() - all.get(i).nanos()).as("redelivery %s", i + 1)
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(millis[i] - 20));
        }
    }

    @Test
    void redeliveriesThatDoNotWaitAreInTheirPlaceBeforeThoseThatDo() throws Exception {
        EscrowActivationSpec spec = spec(4, 1, 300L);
        spec.setMaxSessions(1);
        deployed().send(queue(), "poison");
        deployed().send(queue(), "good");
        deployed().deploy(spec, message -> {
            if (message.getBody(String.class).equals("poison")) {
                fail(message);
            }
            seen.add(Seen.of(message));
        });
        await().atMost(SOON).until(() -> "poison".equals(deployed().receiveNow(queue() + ".dead")));
        assertThat(seen).extracting(Seen::text).containsExactly("poison", "poison", "good", "poison", "poison");
        assertThat(counts()).containsExactly(1, 2, 1, 3, 4);
    }

    @Test
    void twoBeansOnOneQueueEachFollowTheirOwnRules() throws Exception {
        EscrowActivationSpec red = spec(2, null, 50L);
        red.setMessageSelector("color = 'red'");
        EscrowActivationSpec blue = spec(5, null, 20L);
        blue.setMessageSelector("color = 'blue'");
        blue.setDeadLetterDestination(queue() + ".blue");
        deployed().deploy(red, this::fail);
        deployed().deploy(blue, this::fail);
        try (JMSContext context = deployed().factory().createContext()) {
            context.createProducer().setProperty("color", "red").send(Deployed.queue(queue()), "red");
            context.createProducer().setProperty("color", "blue").send(Deployed.queue(queue()), "blue");
        }
        await().atMost(SOON).until(() -> "red".equals(deployed().receiveNow(queue() + ".dead")));
        await().atMost(SOON).until(() -> "blue".equals(deployed().receiveNow(queue() + ".blue")));
        assertThat(seen.stream().filter(each -> each.text().equals("red")).map(Seen::count)).containsExactly(1, 2);
        assertThat(seen.stream().filter(each -> each.text().equals("blue")).map(Seen::count))
                .containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void whoHasNoRulesLeavesEverythingToTheBroker() throws Exception {
        deployed().send(queue(), "poison");
        deployed().deploy(Deployed.spec(queue()), this::fail);
        try (JMSContext context = deployed().factory().createContext()) {
            Message dead = context.createConsumer(Deployed.queue("DLQ")).receive(SOON.toMillis());
            assertThat(dead.getBody(String.class)).isEqualTo("poison");
            assertThat(dead.propertyExists("JMS_ESCROW_CAUSE")).isFalse();
        }
        assertThat(counts()).containsExactly(1, 2, 3);
    }

    @Test
    void aDeadLetterQueueAloneHoldsForTheUsualNumberOfDeliveries() throws Exception {
        useQueue("patient." + queue());
        deployed().send(queue(), "poison");
        deployed().deploy(spec(null, null, null), this::fail);
        await().atMost(SOON).until(() -> "poison".equals(deployed().receiveNow(queue() + ".dead")));
        assertThat(counts()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void aBeanOnTheDeadLetterQueueDoesNotMoveMessagesToWhereTheyAre() throws Exception {
        EscrowActivationSpec spec = spec(1, null, 10L);
        spec.setDestination("DLQ");
        spec.setDeadLetterDestination(null);
        deployed().send("DLQ", "poison");
        deployed().deploy(spec, this::fail);
        await().atMost(SOON).until(() -> seen.size() > 5);
        deployed().close();
        assertThat(counts()).startsWith(1, 2, 3, 4, 5);
        use(Deployed.on(broker().url()));
        await().atMost(SOON).until(() -> "poison".equals(deployed().receiveNow("DLQ")));
    }

    @Test
    void whatTheAdapterSaysHoldsForBeansThatDoNotSayOtherwise() throws Exception {
        EscrowActivationSpec own = spec(4, null, null);
        own.setMessageSelector("color = 'red'");
        EscrowActivationSpec silent = Deployed.spec(queue());
        silent.setMessageSelector("color = 'blue'");
        try (Deployed configured = Deployed.with("maxDeliveryAttempts=2;redeliveryDelayMillis=50", broker().url());
                JMSContext context = deployed().factory().createContext()) {
            configured.deploy(own, this::fail);
            configured.deploy(silent, this::fail);
            context.createProducer().setProperty("color", "blue").send(Deployed.queue(queue()), "blue");
            Message dead = context.createConsumer(Deployed.queue("DLQ")).receive(SOON.toMillis());
            assertThat(dead.getIntProperty("JMS_ESCROW_DELIVERIES")).isEqualTo(2);
            assertWaited(50);
            seen.clear();
            context.createProducer().setProperty("color", "red").send(Deployed.queue(queue()), "red");
            assertThat(deadLetter(context).getIntProperty("JMS_ESCROW_DELIVERIES")).isEqualTo(4);
            assertWaited(50, 100, 200);
        }
    }

    @Test
    void whatTheAdapterSaysHoldsForSessionsThatAreRolledBackToo() throws Exception {
        try (RemoteBroker brokers = RemoteBroker.connect(broker().url(), null, null, null,
                Map.of("maxDeliveryAttempts", "3", "redeliveryDelayMillis", "50"));
                JMSContext context = brokers.connectionFactory().createContext(
                        BrokerProcess.USER, BrokerProcess.PASSWORD, JMSContext.SESSION_TRANSACTED)) {
            jakarta.jms.Queue to = Deployed.queue(queue());
            context.createProducer().send(to, context.createMessage());
            context.commit();
            var consumer = context.createConsumer(to);
            for (int delivery = 1; delivery <= 3; delivery++) {
                Message message = consumer.receive(SOON.toMillis());
                assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(delivery);
                context.rollback();
            }
            assertThat(consumer.receiveNoWait()).isNull();
            Message dead = context.createConsumer(Deployed.queue("DLQ")).receive(SOON.toMillis());
            assertThat(dead.getStringProperty("JMS_ESCROW_CAUSE"))
                    .isEqualTo("delivery 3, the last that is allowed, was rolled back");
            context.commit();
        }
    }

    /** What a transaction keeps to itself is not forgotten with the session, nor with the connection. */
    @Test
    void whatWasReceivedIsGoneWithTheCommitAlsoIfItsSessionIsClosedByThen() throws Exception {
        deployed().send(queue(), "once");
        Xid xid = new TestXid(queue());
        try (RemoteBroker brokers = RemoteBroker.connect(
                broker().url(), null, null, null, Map.of("maxDeliveryAttempts", "3"));
                XAConnection open = brokers.connectionFactory()
                        .createXAConnection(BrokerProcess.USER, BrokerProcess.PASSWORD)) {
            try (XAConnection connection = brokers.connectionFactory()
                    .createXAConnection(BrokerProcess.USER, BrokerProcess.PASSWORD)) {
                XASession session = connection.createXASession();
                connection.start();
                session.getXAResource().start(xid, XAResource.TMNOFLAGS);
                assertThat(session.createConsumer(Deployed.queue(queue())).receive(10_000)).isNotNull();
                session.getXAResource().end(xid, XAResource.TMSUCCESS);
            }
            open.createXASession().getXAResource().commit(xid, true);
        }
        assertThat(deployed().drain(queue())).isEmpty();
    }

    // ---- what else there is ---------------------------------------------------------------------------------------

    @Test
    void aMessageOfATopicWaitsInTheSubscriptionThatCouldNotHandleIt() throws Exception {
        EscrowActivationSpec spec = spec(3, null, 100L);
        spec.setDestinationType("jakarta.jms.Topic");
        spec.setSubscriptionDurability("Durable");
        spec.setSubscriptionName("failing");
        spec.setShareSubscriptions(true);
        try (JMSContext context = deployed().factory().createContext()) {
            Topic topic = context.createTopic(queue());
            try (var other = context.createSharedDurableConsumer(topic, "other");
                    var plain = context.createConsumer(topic)) {
                Bean bean = deployed().deploy(spec, this::fail);
                context.createProducer().send(topic, "news");
                Message dead = deadLetter(context);
                assertThat(dead.getStringProperty("JMS_ESCROW_ORIGINAL_DESTINATION")).isEqualTo("topic://" + queue());
                assertThat(counts()).containsExactly(1, 2, 3);
                assertThat(other.receiveBody(String.class, 10_000)).isEqualTo("news");
                assertThat(plain.receiveBody(String.class, 10_000)).isEqualTo("news");
                assertThat(other.receiveBodyNoWait(String.class)).isNull();
                assertThat(plain.receiveBodyNoWait(String.class)).isNull();
                bean.close();
            }
            context.unsubscribe("other");
            context.unsubscribe("failing");
        }
    }

    @Test
    void aMessageOfANonDurableSubscriptionWaitsInIt() throws Exception {
        EscrowActivationSpec spec = spec(3, null, 100L);
        spec.setDestinationType("jakarta.jms.Topic");
        deployed().deploy(spec, this::fail);
        try (JMSContext context = deployed().factory().createContext()) {
            context.createProducer().send(context.createTopic(queue()), "news");
            assertThat(deadLetter(context).getBody(String.class)).isEqualTo("news");
        }
        assertThat(counts()).containsExactly(1, 2, 3);
    }

    @Test
    void aLargeMessageWaitsAndIsADeadLetterAsAWhole() throws Exception {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        AtomicInteger whole = new AtomicInteger();
        deployed().deploy(spec(3, null, 50L), message -> {
            if (Arrays.equals(large, message.getBody(byte[].class))) {
                whole.incrementAndGet();
            }
            throw new IllegalArgumentException();
        });
        try (JMSContext context = deployed().factory().createContext()) {
            context.createProducer().send(Deployed.queue(queue()), large);
            assertThat(deadLetter(context).getBody(byte[].class)).isEqualTo(large);
        }
        assertThat(whole).hasValue(3);
    }

    @Test
    void whatTheBeanSentInVainIsNotThereAndWhatItSendsInTheEndIsThereOnce() throws Exception {
        VotingResource other = new VotingResource();
        deployed().send(queue(), "order");
        deployed().deploy(spec(5, null, 50L), message -> {
            deployed().send(queue() + ".events", "event " + message.getIntProperty("JMSXDeliveryCount"));
            if (message.getIntProperty("JMSXDeliveryCount") < 3) {
                fail(message);
            }
            Jta.manager().getTransaction().enlistResource(other);
        });
        await().atMost(SOON).untilAsserted(() ->
                assertThat(deployed().receiveNow(queue() + ".events")).isEqualTo("event 3"));
        assertThat(deployed().drain(queue() + ".events")).isEmpty();
        assertThat(deployed().drain(queue())).isEmpty();
        assertThat(counts()).containsExactly(1, 2);
    }

    @Test
    void whatIsReservedWhenADeliveryFailsIsDeliveredWithoutBeingCounted() throws Exception {
        EscrowActivationSpec spec = spec(2, null, 100L);
        spec.setMaxSessions(1);
        spec.setPrefetch(3);
        List.of("poison", "a", "b", "c").forEach(text -> deployed().send(queue(), text));
        deployed().deploy(spec, message -> {
            if (message.getBody(String.class).equals("poison")) {
                fail(message);
            }
            seen.add(Seen.of(message));
        });
        await().atMost(SOON).until(() -> "poison".equals(deployed().receiveNow(queue() + ".dead")));
        await().atMost(SOON).until(() -> seen.size() == 5);
        assertThat(seen.stream().filter(each -> !each.text().equals("poison")))
                .extracting(Seen::text, Seen::count).containsExactly(
                        tuple("a", 1), tuple("b", 1),
                        tuple("c", 1));
    }

    // ---- what cannot be done --------------------------------------------------------------------------------------

    @Test
    void aBeanWhoseUserMayNotSendToItsDeadLetterQueueIsNotDeployed() throws Exception {
        try (Deployed clerk = Deployed.as(BrokerProcess.CLERK, BrokerProcess.PASSWORD, broker().url())) {
            EscrowActivationSpec spec = spec(2, null, null);
            spec.setDeadLetterDestination("DLQ");
            assertThatThrownBy(() -> clerk.deploy(spec, this::fail))
                    .isInstanceOf(jakarta.resource.spi.SecurityException.class).hasMessageContaining("DLQ");
        }
        assertThat(deployed().drain("DLQ")).isEmpty();
    }

    @Test
    void aBeanWhoseDeadLetterQueueMayNotBeCreatedIsNotDeployed() {
        EscrowActivationSpec spec = spec(2, null, null);
        spec.setDeadLetterDestination("fixed.none");
        assertThatThrownBy(() -> deployed().deploy(spec, this::fail)).hasMessageContaining("fixed.none");
    }

    @Test
    void aMessageThatMayNotBeADeadLetterIsKeptAndComesAtLongerAndLongerIntervalsAndThatIsSaidOnce() throws Exception {
        useQueue("patient." + queue());
        try (LogRecords records = LogRecords.of("org.escrowmq.remote");
                Deployed clerk = Deployed.as(BrokerProcess.CLERK, BrokerProcess.PASSWORD, broker().url())) {
            EscrowActivationSpec spec = spec(1, null, null);
            spec.setDeadLetterDestination(null);
            spec.setMaxSessions(1);
            clerk.send(queue(), "poison");
            clerk.deploy(spec, this::fail);
            await().atMost(SOON).until(() -> seen.size() >= 3);
            assertThat(counts()).startsWith(1, 2, 3);
            assertWaited(1_000, 2_000);
            assertThat(records.messages()).filteredOn(text -> text.contains("EMQ0307")).hasSize(1)
                    .first().asString().contains(queue());
        }
        assertThat(deployed().drain("DLQ")).isEmpty();
        assertThat(deployed().drain(queue())).containsExactly("poison");
    }
}
