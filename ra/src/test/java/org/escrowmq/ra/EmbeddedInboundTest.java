package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.resource.ResourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.kit.History;
import org.escrowmq.ra.kit.StubEndpoints;
import org.escrowmq.ra.kit.StubServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Message-driven beans on the broker that the adapter really carries. */
@Timeout(120)
class EmbeddedInboundTest {

    private static final Queue ORDERS = new AdminQueue("orders");

    @TempDir
    private Path directory;

    private final List<StubServer> servers = new ArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private EscrowResourceAdapter adapter;
    private StubEndpoints endpoints;

    @BeforeEach
    void start() throws Exception {
        adapter = newAdapter();
    }

    @AfterEach
    void stop() {
        adapter.stop();
    }

    private EscrowResourceAdapter newAdapter() throws ResourceException {
        EscrowResourceAdapter made = new EscrowResourceAdapter();
        made.setDataDirectory(directory.resolve("store").toString());
        // No test here is about losing power.
        made.setProperties("fsync=false;jmx=false");
        servers.add(new StubServer());
        made.start(servers.get(servers.size() - 1).context());
        return made;
    }

    private static EscrowActivationSpec spec() {
        EscrowActivationSpec spec = new EscrowActivationSpec();
        spec.setDestination("orders");
        spec.setDestinationType("jakarta.jms.Queue");
        return spec;
    }

    private void activate(EscrowActivationSpec spec, Consumer<Message> bean) throws ResourceException {
        endpoints = new StubEndpoints(new History(), true, message -> {
            received.add(describe(message));
            bean.accept(message);
        });
        adapter.endpointActivation(endpoints.factory(), spec);
    }

    private static String describe(Message message) {
        try {
            return ((TextMessage) message).getText() + message.getIntProperty("JMSXDeliveryCount");
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(String... texts) throws ResourceException {
        try (JMSContext context = adapter.provider().connectionFactory().createXAContext()) {
            for (String text : texts) {
                context.createProducer().send(ORDERS, text);
            }
        }
    }

    private Message receive(Queue queue) throws ResourceException {
        JMSContext context = adapter.provider().connectionFactory().createXAContext();
        return context.createConsumer(queue).receive(10_000);
    }

    private void deliverUntil(BooleanSupplier done) {
        await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5)).until(() -> {
            servers.forEach(StubServer::settle);
            return done.getAsBoolean();
        });
    }

    @Test
    void aBeanGivesUpByItsOwnRulesOnItsOwnDeadLetterQueue() throws Exception {
        EscrowActivationSpec spec = spec();
        spec.setMaxDeliveryAttempts(2);
        spec.setDeadLetterDestination("orders.failed");
        activate(spec, message -> {
            throw new IllegalArgumentException("out of stock");
        });
        send("a");
        deliverUntil(() -> received.size() == 2);

        Message dead = receive(new AdminQueue("orders.failed"));
        assertThat(dead.getStringProperty("JMS_ESCROW_CAUSE")).contains("delivery 2").contains("out of stock");
        assertThat(dead.getStringProperty("JMS_ESCROW_ORIGINAL_DESTINATION")).isEqualTo("queue://orders");
        assertThat(received).containsExactly("a1", "a2");
    }

    @Test
    void aTransactionThatTimesOutWhileTheBeanWorksLosesNothingAndTheSessionGoesOn() throws Exception {
        EscrowActivationSpec spec = spec();
        spec.setMaxSessions(1);
        activate(spec, message -> {
            if (received.size() == 1) {
                try {
                    endpoints.expireTransaction();
                } catch (ResourceException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        send("a", "b");
        deliverUntil(() -> received.size() == 3);

        assertThat(received).containsExactly("a1", "a2", "b1");
    }

    @Test
    void messagesReservedAheadAreDeliveredInOrderAndGoBackAsTheyWere() throws Exception {
        EscrowActivationSpec spec = spec();
        spec.setMaxSessions(1);
        spec.setPrefetch(3);
        boolean[] failing = new boolean[1];
        activate(spec, message -> {
            if (!failing[0] && received.size() == 2) {
                failing[0] = true;
                throw new IllegalArgumentException("once, while others are reserved");
            }
        });
        send("a", "b", "c", "d", "e", "f");
        deliverUntil(() -> received.size() == 7);

        assertThat(received).containsExactly("a1", "b1", "b2", "c1", "d1", "e1", "f1");
    }

    @Test
    void aRecreatedAdapterTakesOverWhileTheBeansOfTheOldOneAreStillActive() throws Exception {
        EscrowResourceAdapter old = adapter;
        activate(spec(), message -> { });
        send("a");
        deliverUntil(() -> received.size() == 1);
        adapter = newAdapter();
        activate(spec(), message -> { });
        send("b");
        deliverUntil(() -> received.size() == 2);

        old.stop();
        send("c", "d");
        deliverUntil(() -> received.size() == 4);
        assertThat(received).containsExactlyInAnyOrder("a1", "b1", "c1", "d1");
    }
}
