package org.escrowmq.it.bench.contender;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.apache.activemq.artemis.ra.ActiveMQRAManagedConnectionFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivationSpec;

/**
 * Artemis' own client and its resource adapter: over {@code vm:} to a broker in the same JVM, as Artemis configures it
 * or with a journal that gathers as EscrowMQ's does; or over {@code tcp:} to such a one in another JVM.
 */
final class ArtemisContender implements JmsContender {

    private static final String IN_VM = "vm://0";

    private final Kind kind;
    private AutoCloseable broker;
    private String url = IN_VM;
    private String flushSettings;
    private String parameters = "serverId=0";

    /** Where the broker is, and how its journal is set. */
    enum Kind { IN_VM_AS_IT_COMES, IN_VM_TUNED, TCP }

    ArtemisContender(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void start(Path directory) throws Exception {
        if (kind == Kind.TCP) {
            ArtemisProcess process = new ArtemisProcess(directory);
            broker = process;
            url = process.url();
            parameters = "host=127.0.0.1;port=" + process.port();
            flushSettings = process.flushSettings();
        } else {
            ArtemisServer server = new ArtemisServer(directory, IN_VM, kind == Kind.IN_VM_TUNED);
            broker = server;
            flushSettings = server.flushSettings();
        }
    }

    @Override
    public String flushSettings() {
        return flushSettings;
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return new ActiveMQJMSConnectionFactory(url);
    }

    @Override
    public XAConnectionFactory xaConnectionFactory() {
        return new ActiveMQXAConnectionFactory(url);
    }

    @Override
    public Adapter adapter() {
        ActiveMQResourceAdapter adapter = new ActiveMQResourceAdapter();
        adapter.setConnectorClassName(
                (kind == Kind.TCP ? NettyConnectorFactory.class : InVMConnectorFactory.class).getName());
        adapter.setConnectionParameters(parameters);
        return new Adapter() {
            @Override
            public ResourceAdapter resourceAdapter() {
                return adapter;
            }

            @Override
            public ManagedConnectionFactory connections() {
                return new ActiveMQRAManagedConnectionFactory();
            }

            @Override
            public ActivationSpec activation(String queue, int sessions) {
                ActiveMQActivationSpec spec = new ActiveMQActivationSpec();
                spec.setUseJNDI(false);
                spec.setDestination(queue);
                spec.setDestinationType("jakarta.jms.Queue");
                spec.setMaxSession(sessions);
                return spec;
            }
        };
    }

    @Override
    public void close() throws Exception {
        broker.close();
    }
}
