package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import javax.naming.spi.NamingManager;
import org.escrowmq.destination.DestinationFactory;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Administered objects in a naming service and serialized (specification 5.1 and 5.2). */
@Timeout(60)
class NamingTest {

    @TempDir
    private Path parent;
    private Context naming;
    private EscrowBroker broker;

    @BeforeEach
    void open() throws NamingException {
        naming = MapContext.open();
        broker = open(parent.resolve("store"));
    }

    private static EscrowBroker open(Path directory) {
        return EscrowBroker.builder().directory(directory).jmx(false).open();
    }

    @AfterEach
    void close() throws NamingException {
        broker.close();
        naming.close();
    }

    private static byte[] serialized(Serializable object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object deserialized(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    @Test
    void queuesAndTopicsComeBackWithTheirKindAndName() throws Exception {
        naming.bind("jms/queue", new EscrowQueue("a name: with, #everything*"));
        naming.bind("jms/topic", new EscrowTopic("news"));
        assertThat(naming.lookup("jms/queue")).isEqualTo(new EscrowQueue("a name: with, #everything*"));
        assertThat(naming.lookup("jms/topic")).isEqualTo(new EscrowTopic("news"));
        assertThat(deserialized(serialized(new EscrowTopic("news")))).isEqualTo(new EscrowTopic("news"));
    }

    @Test
    void temporaryDestinationsAreNotBound() throws Exception {
        try (JMSContext context = broker.connectionFactory().createContext()) {
            for (Destination temporary : new Destination[] {
                context.createTemporaryQueue(), context.createTemporaryTopic()}) {
                assertThatThrownBy(() -> naming.bind("jms/temporary", temporary))
                        .isInstanceOf(NamingException.class).hasMessageContaining(temporary.toString());
            }
        }
    }

    @Test
    void aConnectionFactoryIsThatOfTheOpenBroker() throws Exception {
        naming.bind("jms/factory", broker.connectionFactory());
        assertThat(naming.lookup("jms/factory")).isSameAs(broker.connectionFactory());
        assertThat(deserialized(serialized(broker.connectionFactory()))).isSameAs(broker.connectionFactory());
        broker.close();
        broker = open(parent.resolve("store"));
        try (EscrowBroker other = open(parent.resolve("other"))) {
            assertThat(naming.lookup("jms/factory")).isSameAs(broker.connectionFactory())
                    .isNotSameAs(other.connectionFactory());
            try (JMSContext context = ((ConnectionFactory) naming.lookup("jms/factory")).createContext()) {
                Queue queue = context.createQueue("orders");
                context.createProducer().send(queue, "found");
                assertThat(context.createConsumer(queue).receiveBody(String.class, 5_000)).isEqualTo("found");
            }
        }
    }

    @Test
    void aClientIdentifierIsBoundWithItsConnectionFactory() throws Exception {
        EscrowConnectionFactory identified = broker.connectionFactory().withClientId("shop");
        naming.bind("jms/factory", identified);
        for (Object found : new Object[] {naming.lookup("jms/factory"), deserialized(serialized(identified))}) {
            try (Connection connection = ((ConnectionFactory) found).createConnection()) {
                assertThat(connection.getClientID()).isEqualTo("shop");
            }
        }
    }

    @Test
    void aBrokerIsFoundAfterItsDirectoryWasMovedAndAfterItsContentWasDeleted() throws Exception {
        naming.bind("jms/factory", broker.connectionFactory());
        broker.close();
        Files.move(parent.resolve("store"), parent.resolve("moved"));
        broker = open(parent.resolve("moved"));
        assertThat(naming.lookup("jms/factory")).isSameAs(broker.connectionFactory());
        try (EscrowBroker anew = open(parent.resolve("store"))) {
            assertThat(naming.lookup("jms/factory")).isSameAs(anew.connectionFactory());
        }
    }

    @Test
    void withoutItsBrokerAFactoryIsNotFoundAndTheErrorSaysWhatToDo() throws Exception {
        naming.bind("jms/factory", broker.connectionFactory());
        byte[] bytes = serialized(broker.connectionFactory());
        broker.close();
        String directory = parent.resolve("store").toString();
        assertThatThrownBy(() -> naming.lookup("jms/factory")).isInstanceOf(NamingException.class)
                .hasMessageContainingAll(directory, "not open", "EscrowBroker.open");
        assertThatThrownBy(() -> deserialized(bytes)).isInstanceOf(InvalidObjectException.class)
                .hasMessageContainingAll(directory, "EscrowBroker.open");
    }

    @Test
    void theFactoryOfAClosedBrokerIsNotBoundAnyMore() {
        Referenceable factory = broker.connectionFactory();
        broker.close();
        assertThatThrownBy(() -> naming.bind("jms/factory", factory)).isInstanceOf(NamingException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> serialized(broker.connectionFactory())).isInstanceOf(NotSerializableException.class);
    }

    @Test
    void aReferenceWrittenByHandNeedsTheNameOrTheDirectoryOnly() throws Exception {
        Reference factory = new Reference(EscrowConnectionFactory.class.getName(),
                new StringRefAddr("directory", parent + "/x/../store"),
                broker.connectionFactory().getReference().getFactoryClassName(), null);
        assertThat(NamingManager.getObjectInstance(factory, null, null, null)).isSameAs(broker.connectionFactory());
        factory.clear();
        assertThatThrownBy(() -> NamingManager.getObjectInstance(factory, null, null, null))
                .isInstanceOf(NamingException.class).hasMessageContaining("directory");
        Reference queue = new Reference(EscrowQueue.class.getName(), DestinationFactory.class.getName(), null);
        assertThatThrownBy(() -> NamingManager.getObjectInstance(queue, null, null, null))
                .isInstanceOf(NamingException.class).hasMessageContaining("name");
    }

    @Test
    void whatIsSomebodyElsesIsLeftToOthers() throws Exception {
        Reference foreign = new Reference("com.acme.Thing");
        assertThat(new DestinationFactory().getObjectInstance(foreign, null, null, null)).isNull();
        assertThat(new DestinationFactory().getObjectInstance("text", null, null, null)).isNull();
        assertThat(new BrokerReference.Resolver().getObjectInstance(foreign, null, null, null)).isNull();
    }
}
