package org.escrowmq.it.bench.contender;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import java.nio.file.Path;
import org.escrowmq.EscrowBroker;
import org.escrowmq.ra.EscrowResourceAdapter;

/** EscrowMQ as it comes. Without flushing it is the control that the check of flushes has to catch. */
final class EscrowContender implements JmsContender {

    private final boolean flushing;
    private EscrowBroker broker;
    private Path directory;

    EscrowContender(boolean flushing) {
        this.flushing = flushing;
    }

    @Override
    public void start(Path where) {
        directory = where;
        broker = EscrowBroker.builder().directory(where.resolve("store")).fsync(flushing).open();
    }

    @Override
    public String flushSettings() {
        return flushing ? "fsync=true, everything else as it comes too" : "fsync=false";
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
        adapter.setProperties("fsync=" + flushing);
        return new EscrowAdapter(adapter);
    }

    @Override
    public void close() {
        broker.close();
    }
}
