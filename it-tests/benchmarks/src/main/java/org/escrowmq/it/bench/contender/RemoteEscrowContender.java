package org.escrowmq.it.bench.contender;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import java.nio.file.Path;
import org.escrowmq.ra.EscrowResourceAdapter;
import org.escrowmq.remote.RemoteBroker;

/** EscrowMQ with the broker in another JVM, over {@code tcp:}. */
final class RemoteEscrowContender implements JmsContender {

    private Path directory;
    private ArtemisProcess process;
    private RemoteBroker broker;

    @Override
    public void start(Path where) throws Exception {
        directory = where;
        process = new ArtemisProcess(where);
        broker = RemoteBroker.connect(process.url());
    }

    @Override
    public String flushSettings() {
        return process.flushSettings();
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return broker.connectionFactory();
    }

    @Override
    public XAConnectionFactory xaConnectionFactory() {
        return broker.connectionFactory();
    }

    @Override
    public Adapter adapter() {
        EscrowResourceAdapter adapter = new EscrowResourceAdapter();
        adapter.setDataDirectory(directory.resolve("adapter").toString());
        adapter.setBrokerUrl(process.url());
        return new EscrowAdapter(adapter);
    }

    @Override
    public void close() throws Exception {
        broker.close();
        process.close();
    }
}
