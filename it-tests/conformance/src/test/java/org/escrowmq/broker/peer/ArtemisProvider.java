package org.escrowmq.broker.peer;

import jakarta.jms.ConnectionFactory;
import java.util.function.Supplier;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;

/** Artemis' own client, with a broker as Artemis configures it by itself, in this process. */
public final class ArtemisProvider implements Supplier<ConnectionFactory> {

    private static final String URL = "vm://0";

    @Override
    public ConnectionFactory get() {
        ArtemisBroker.start(URL, () -> { });
        ActiveMQJMSConnectionFactory factory = new ActiveMQJMSConnectionFactory(URL);
        factory.setDeserializationAllowList("org.escrowmq.conformance,java");
        return factory;
    }
}
