package org.escrowmq.broker.move;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** An Artemis broker on a port of this machine, with a user who may do everything and one who may nothing. */
final class RemoteBroker implements AutoCloseable {

    static final String USER = "mover";
    static final String PASSWORD = "mover's";
    static final String NOBODY = "nobody";

    private static final long PATIENCE = 20_000;
    private static final long QUIET = 300;

    private final ActiveMQServer server;
    private final int port;
    private final ActiveMQConnectionFactory factory;

    private RemoteBroker(ActiveMQServer server, int port) {
        this.server = server;
        this.port = port;
        this.factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port + "?useGlobalPools=false");
    }

    static RemoteBroker start(Path data, int port, String acceptorParameters) throws Exception {
        Configuration configuration = new ConfigurationImpl().setName("remote").setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO).setSecurityEnabled(true)
                .setJournalDirectory(data.resolve("journal").toString())
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setLargeMessagesDirectory(data.resolve("large-messages").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .addAcceptorConfiguration("in", "tcp://127.0.0.1:" + port + acceptorParameters)
                .putSecurityRoles("#", Set.of(new Role("all", true, true, true, true, true, true, true, true, true,
                        true, false, false)));
        configuration.setCriticalAnalyzer(false);
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, users());
        server.start();
        return new RemoteBroker(server, port);
    }

    private static ActiveMQSecurityManager users() {
        ActiveMQJAASSecurityManager users = new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(),
                new SecurityConfiguration());
        users.getConfiguration().addUser(USER, PASSWORD);
        users.getConfiguration().addRole(USER, "all");
        users.getConfiguration().addUser(NOBODY, PASSWORD);
        return users;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    ActiveMQServer server() {
        return server;
    }

    /** A connection with a client identifier, or null for none. */
    Connection connect(String clientId) throws JMSException {
        Connection connection = factory.createConnection(USER, PASSWORD);
        if (clientId != null) {
            connection.setClientID(clientId);
        }
        connection.start();
        return connection;
    }

    /** Takes everything that is on a queue now. */
    List<Message> takeAll(String queue) throws JMSException {
        try (Connection connection = connect(null)) {
            Session session = connection.createSession();
            return takeAll(session.createConsumer(session.createQueue(queue)));
        }
    }

    static List<Message> takeAll(MessageConsumer consumer) throws JMSException {
        List<Message> taken = new ArrayList<>();
        for (Message message = consumer.receive(QUIET); message != null; message = consumer.receive(QUIET)) {
            taken.add(message);
        }
        return taken;
    }

    /** Takes so many. */
    List<Message> take(String queue, int number) throws JMSException {
        try (Connection connection = connect(null)) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            List<Message> taken = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                taken.add(consumer.receive(PATIENCE));
            }
            return taken;
        }
    }

    @Override
    public void close() throws Exception {
        factory.close();
        server.stop();
    }
}
