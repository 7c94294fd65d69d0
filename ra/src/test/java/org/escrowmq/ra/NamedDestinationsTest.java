package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.kit.History;
import org.escrowmq.ra.kit.StubEndpoints;
import org.escrowmq.ra.kit.StubPool;
import org.escrowmq.ra.kit.StubServer;
import org.escrowmq.ra.kit.StubXid;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The adapter, with the broker that it really carries, when createDestinations is false. */
@Timeout(120)
class NamedDestinationsTest {

    private static final String REFUSED = "createDestinations";
    private static final String DEAD = "orders.failed";

    @TempDir
    private Path directory;

    private final StubServer server = new StubServer();
    private final StubPool pool = new StubPool(server);
    private EscrowResourceAdapter adapter;

    @BeforeEach
    void start() throws Exception {
        adapter = newAdapter(false);
        adapter.start(server.context());
    }

    @AfterEach
    void stop() {
        adapter.stop();
    }

    private EscrowResourceAdapter newAdapter(boolean createDestinations) {
        EscrowResourceAdapter made = new EscrowResourceAdapter();
        made.setDataDirectory(directory.resolve("store").toString());
        // No test here is about losing power.
        made.setProperties("fsync=false;jmx=false;createDestinations=" + createDestinations);
        return made;
    }

    private EscrowManagedConnectionFactory managedConnectionFactory() throws ResourceException {
        EscrowManagedConnectionFactory factory = new EscrowManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        return factory;
    }

    private ConnectionFactory factory() throws ResourceException {
        return (ConnectionFactory) managedConnectionFactory().createConnectionFactory(pool);
    }

    private void send(Queue queue, String text) throws ResourceException {
        try (JMSContext context = factory().createContext()) {
            context.createProducer().send(queue, text);
        }
    }

    private Message receive(Queue queue) throws ResourceException {
        try (JMSContext context = factory().createContext()) {
            return context.createConsumer(queue).receive(10_000);
        }
    }

    private static EscrowActivationSpec spec(String queue) {
        EscrowActivationSpec spec = new EscrowActivationSpec();
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setDestination(queue);
        return spec;
    }

    private static MessageEndpointFactory bean(Consumer<Message> bean) {
        return new StubEndpoints(new History(), true, bean).factory();
    }

    @Test
    void whatApplicationCodeNamesHasToExist() throws Exception {
        EscrowActivationSpec spec = spec("named");
        MessageEndpointFactory bean = bean(message -> { });
        try (JMSContext context = factory().createContext()) {
            Queue named = context.createQueue("named");
            assertThatThrownBy(() -> context.createProducer().send(named, "a"))
                    .isInstanceOf(InvalidDestinationRuntimeException.class).hasMessageContaining(REFUSED);
            assertThatThrownBy(() -> adapter.endpointActivation(bean, spec))
                    .isInstanceOf(ResourceException.class).hasMessageContaining(REFUSED);
            context.createProducer().send(new AdminQueue("named"), "a");
            context.createProducer().send(named, "b");
        }
        adapter.endpointActivation(bean, spec);
        adapter.endpointDeactivation(bean, spec);
    }

    @Test
    void aBeansDeadLetterQueueHasToExist() throws Exception {
        send(new AdminQueue("orders"), "a");
        EscrowActivationSpec spec = spec("orders");
        spec.setMaxDeliveryAttempts(1);
        spec.setDeadLetterDestination(DEAD);
        MessageEndpointFactory bean = bean(message -> {
            throw new IllegalArgumentException("out of stock");
        });
        assertThatThrownBy(() -> adapter.endpointActivation(bean, spec))
                .isInstanceOf(ResourceException.class).hasMessageContainingAll(DEAD, REFUSED);

        Queue dead = new AdminQueue(DEAD);
        send(dead, "now it is there");
        adapter.endpointActivation(bean, spec);
        assertThat(receive(dead).getBody(String.class)).isEqualTo("now it is there");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            server.settle();
            assertThat(pendingIn(dead)).isEqualTo(1);
        });
        assertThat(receive(dead).getStringProperty("JMS_ESCROW_CAUSE")).contains("out of stock");
        adapter.endpointDeactivation(bean, spec);
    }

    private long pendingIn(Queue queue) throws Exception {
        try (JMSContext context = factory().createContext(); var browser = context.createBrowser(queue)) {
            var messages = browser.getEnumeration();
            long found = 0;
            while (messages.hasMoreElements()) {
                messages.nextElement();
                found++;
            }
            return found;
        }
    }

    /** Recovery names nothing: whatever a branch touches is in the store. */
    @Test
    void recoveryOfPoolsAndBeansNeedsNoDestinationToBeCreated() throws Exception {
        adapter.stop();
        adapter = newAdapter(true);
        adapter.start(server.context());
        prepareSending("by the pool");
        prepareSending("by the bean");
        adapter.stop();
        adapter = newAdapter(false);

        XAResource ofPool = managedConnectionFactory().createManagedConnection(null, null).getXAResource();
        assertThat(recovered(ofPool)).hasSize(2);
        ofPool.commit(recovered(ofPool)[0], false);
        adapter.start(server.context());
        EscrowActivationSpec spec = spec("no such queue");
        spec.setDeadLetterDestination("no such dead letter queue");
        XAResource ofBean = adapter.getXAResources(AdapterKit.specs(spec))[0];
        ofBean.commit(recovered(ofBean)[0], false);

        assertThat(recovered(ofPool)).isEmpty();
        assertThat(receive(new AdminQueue("orders"))).isNotNull();
        assertThat(receive(new AdminQueue("orders"))).isNotNull();
    }

    private void prepareSending(String name) throws Exception {
        Xid xid = new StubXid(name);
        var connection = managedConnectionFactory().createManagedConnection(null, null);
        XAResource resource = connection.getXAResource();
        resource.start(xid, XAResource.TMNOFLAGS);
        Session session = (Session) connection.getConnection(null, null);
        session.createProducer(session.createQueue("orders")).send(session.createTextMessage(name));
        resource.end(xid, XAResource.TMSUCCESS);
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        connection.destroy();
    }

    private static Xid[] recovered(XAResource resource) throws Exception {
        return resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    }
}
