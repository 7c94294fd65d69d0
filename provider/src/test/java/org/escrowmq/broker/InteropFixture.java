package org.escrowmq.broker;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.MessageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A broker in this process that Artemis' own client uses, too. */
abstract class InteropFixture {

    static final EscrowQueue ORDERS = BrokerRig.queue("orders");

    @TempDir
    private Path directory;
    BrokerRig rig;
    private ActiveMQConnectionFactory factory;
    Connection connection;
    Session session;

    @BeforeEach
    void open() throws Exception {
        rig = BrokerRig.on(directory);
        rig.session().ensureExists(ORDERS);
        rig.broker().engine().server().getRemotingService().createAcceptor("test", "vm://4711").start();
        factory = new ActiveMQConnectionFactory("vm://4711");
        connection = factory.createConnection();
        connection.start();
        session = connection.createSession();
    }

    @AfterEach
    void close() throws JMSException {
        connection.close();
        factory.close();
        rig.close();
    }

    Message viaArtemis(EscrowMessage message) throws JMSException {
        rig.session().send(message, null);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            return consumer.receive(BrokerRig.PATIENCE.toMillis());
        }
    }

    EscrowMessage viaEscrow(Message message) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue("orders"))) {
            producer.send(message);
        }
        return receiveHere();
    }

    EscrowMessage receiveHere() throws JMSException {
        try (Inbox inbox = rig.consume(ORDERS)) {
            Delivery delivery = inbox.next();
            rig.acknowledge(inbox, delivery);
            return delivery.message();
        }
    }

    static EscrowMessage own(MessageKind kind, Object content) {
        return BrokerRig.message(ORDERS, kind, content, headers -> { });
    }
}
