package org.escrowmq.it.cluster;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.resource.ResourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.transaction.xa.XAResource;
import org.escrowmq.it.container.Bean;
import org.escrowmq.it.container.NamedResource;
import org.escrowmq.it.container.StubPool;
import org.escrowmq.it.container.StubServer;
import org.escrowmq.ra.EscrowResourceAdapter;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;

/** The adapter in a server that is none, with one pool, on remote brokers. */
final class Deployed implements AutoCloseable {

    /** Under which the transaction manager finds the brokers again. */
    static final UnaryOperator<XAResource> NAMED = resource -> NamedResource.of("brokers", resource);

    private static final Path DIRECTORY =
            Path.of(System.getProperty("escrow.cluster.work", "target/cluster"), "adapter");

    private final EscrowResourceAdapter adapter = new EscrowResourceAdapter();
    private final EscrowManagedConnectionFactory managed = new EscrowManagedConnectionFactory();
    private final List<Bean> beans = new ArrayList<>();
    private ConnectionFactory factory;

    private Deployed(String url, String user, String password, Path directory, String properties) {
        adapter.setDataDirectory(directory.toString());
        adapter.setBrokerUrl(url);
        adapter.setUserName(user);
        adapter.setPassword(password);
        adapter.setProperties("jmx=false" + properties);
        adapter.setDeactivationMillis(5_000L);
    }

    static Deployed on(String url) throws ResourceException {
        return as(BrokerProcess.USER, BrokerProcess.PASSWORD, url);
    }

    static Deployed as(String user, String password, String url) throws ResourceException {
        return start(new Deployed(url, user, password, DIRECTORY, ""));
    }

    /** With options of the adapter's. */
    static Deployed with(String properties, String url) throws ResourceException {
        return start(new Deployed(
                url, BrokerProcess.USER, BrokerProcess.PASSWORD, DIRECTORY, ";" + properties));
    }

    /** In a server that has its data elsewhere. */
    static Deployed in(Path directory, String url) throws ResourceException {
        return start(new Deployed(url, BrokerProcess.USER, BrokerProcess.PASSWORD, directory, ""));
    }

    private static Deployed start(Deployed deployed) throws ResourceException {
        deployed.adapter.start(new StubServer());
        deployed.managed.setResourceAdapter(deployed.adapter);
        deployed.factory = (ConnectionFactory) deployed.managed.createConnectionFactory(new StubPool(NAMED));
        return deployed;
    }

    EscrowResourceAdapter adapter() {
        return adapter;
    }

    EscrowManagedConnectionFactory managed() {
        return managed;
    }

    ConnectionFactory factory() {
        return factory;
    }

    XAResource recoveryResource() throws ResourceException {
        return adapter.getXAResources(null)[0];
    }

    static Queue queue(String name) {
        return new AdminQueue(name);
    }

    void send(String queue, String text) {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(queue(queue), text);
        }
    }

    /** The text of the next message, or null if there is none now. */
    String receiveNow(String queue) {
        try (JMSContext context = factory.createContext()) {
            return context.createConsumer(queue(queue)).receiveBodyNoWait(String.class);
        }
    }

    /** All texts that are in a queue now, in their order, and takes them. */
    List<String> drain(String queue) {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = factory.createContext(); var consumer = context.createConsumer(queue(queue))) {
            for (String text = consumer.receiveBodyNoWait(String.class); text != null;
                    text = consumer.receiveBodyNoWait(String.class)) {
                texts.add(text);
            }
        }
        return texts;
    }

    static EscrowActivationSpec spec(String queue) {
        EscrowActivationSpec spec = new EscrowActivationSpec();
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setDestination(queue);
        spec.setMaxSessions(3);
        return spec;
    }

    Bean deploy(EscrowActivationSpec spec, Bean.Handler handler) throws ResourceException {
        Bean bean = Bean.deploy(adapter, spec, handler, NAMED);
        beans.add(bean);
        return bean;
    }

    Bean deploy(String queue, Consumer<Message> handler) throws ResourceException {
        return deploy(spec(queue), handler::accept);
    }

    @Override
    public void close() {
        beans.forEach(Bean::close);
        adapter.stop();
    }
}
