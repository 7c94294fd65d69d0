package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.activemq.artemis.spi.core.security.jaas.GuestLoginModule;
import org.apache.activemq.artemis.spi.core.security.jaas.PropertiesLoginModule;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.escrowmq.security.Permission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How users, a login configuration and permissions are given to a broker, and what it says to mistakes. */
@Timeout(60)
class SecurityConfigurationTest {

    @TempDir
    private Path directory;

    @AfterEach
    void forgetLoginConfiguration() {
        Configuration.setConfiguration(null);
    }

    private EscrowBroker.Builder builder() {
        return EscrowBroker.builder().directory(directory.resolve("store")).jmx(false);
    }

    private Path usersFile(String... lines) throws IOException {
        return Files.write(directory.resolve("users.properties"), List.of(lines));
    }

    /** A login configuration of one entry, as an application server or a file would give it. */
    private static void login(String name, Class<? extends LoginModule> module, Map<String, String> options) {
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String asked) {
                return asked.equals(name) ? new AppConfigurationEntry[] {
                    new AppConfigurationEntry(module.getName(), LoginModuleControlFlag.REQUIRED, options)} : null;
            }
        });
    }

    private static void send(EscrowBroker broker, String user, String password) {
        try (JMSContext context = broker.connectionFactory().createContext(user, password)) {
            context.createProducer().send(context.createQueue("orders"), "text");
        }
    }

    /** A login module that knows nothing of this broker but how roles are called. */
    public static final class OwnLoginModule implements LoginModule {

        private Subject subject;
        private CallbackHandler callbacks;
        private String user;

        @Override
        public void initialize(Subject s, CallbackHandler handler, Map<String, ?> state, Map<String, ?> options) {
            this.subject = s;
            this.callbacks = handler;
        }

        @Override
        public boolean login() throws LoginException {
            NameCallback name = new NameCallback("name");
            PasswordCallback password = new PasswordCallback("password", false);
            try {
                callbacks.handle(new Callback[] {name, password});
            } catch (Exception e) {
                throw new LoginException(e.toString());
            }
            user = name.getName();
            if (!new String(password.getPassword()).equals("right")) {
                throw new FailedLoginException("The password of " + user + " is wrong");
            }
            return true;
        }

        @Override
        public boolean commit() {
            return subject.getPrincipals().add(new RolePrincipal(user + "s"));
        }

        @Override
        public boolean abort() {
            return true;
        }

        @Override
        public boolean logout() {
            return true;
        }
    }

    @Test
    void usersOfAFileCanConnect() throws IOException {
        Path file = usersFile("alice=secret,shop", "bob=" + EscrowBroker.hash("hidden") + ",office");
        try (EscrowBroker broker = builder().properties(Map.of("usersFile", file.toString(),
                "permissions", "orders: send|create=shop")).open()) {
            send(broker, "alice", "secret");
            assertThatThrownBy(() -> send(broker, "bob", "hidden")).isInstanceOf(JMSSecurityRuntimeException.class)
                    .hasMessageContaining("bob");
            assertThatThrownBy(() -> send(broker, "bob", "secret")).isInstanceOf(JMSSecurityRuntimeException.class)
                    .hasMessageNotContaining("bob");
        }
    }

    @Test
    void aLoginModuleDecides() {
        login("shop-login", OwnLoginModule.class, Map.of());
        try (EscrowBroker broker = builder().loginConfiguration("shop-login").jmsxUserId(true)
                .permit("orders", Permission.SEND, "alices").permit("orders", Permission.CREATE, "alices")
                .permit("orders", Permission.CONSUME, "bobs").open()) {
            send(broker, "alice", "right");
            assertThatThrownBy(() -> send(broker, "bob", "right")).isInstanceOf(JMSSecurityRuntimeException.class);
            assertThatThrownBy(() -> broker.connectionFactory().createConnection("alice", "wrong"))
                    .isExactlyInstanceOf(JMSSecurityException.class)
                    .hasMessage("The user name or the password is wrong");
            try (JMSContext context = broker.connectionFactory().createContext("bob", "right")) {
                assertThat(context.createConsumer(context.createQueue("orders")).receive(2_000))
                        .extracting(message -> {
                            try {
                                return message.getStringProperty("JMSXUserID");
                            } catch (JMSException e) {
                                throw new AssertionError(e);
                            }
                        }).isEqualTo("alice");
            }
        }
    }

    @Test
    void theEnginesOwnLoginModulesWork() throws IOException {
        usersFile("alice = secret");
        Files.write(directory.resolve("roles.properties"), List.of("shop = alice"));
        login("files", PropertiesLoginModule.class, Map.of("baseDir", directory.toString(),
                "org.apache.activemq.jaas.properties.user", "users.properties",
                "org.apache.activemq.jaas.properties.role", "roles.properties"));
        try (EscrowBroker broker = builder().loginConfiguration("files").permissions("orders: all=shop").open()) {
            send(broker, "alice", "secret");
        }
    }

    @Test
    void aLoginConfigurationMayLetGuestsIn() {
        login("guests", GuestLoginModule.class, Map.of("org.apache.activemq.jaas.guest.role", "guests"));
        try (EscrowBroker broker = builder().loginConfiguration("guests").permissions("orders: all=guests").open()) {
            send(broker, null, null);
        }
    }

    @Test
    void everyFaultIsReportedAtOnceAndNoPasswordWithIt() {
        login("known", OwnLoginModule.class, Map.of());
        assertThatThrownBy(() -> builder()
                .user("alice", "hidden", "a b").user("bob", "ENC(hidden)").user("eve", "hidden").user("eve", "hidden")
                .loginConfiguration("unknown")
                .permit("orders", Permission.SEND)
                .permissions("orders: sent=shop")
                .properties(Map.of("jmsxUserId", "maybe", "usersFile", directory.resolve("absent").toString()))
                .open())
                .isInstanceOf(EscrowBrokerException.class)
                .hasMessageContainingAll("user 'alice' has the role 'a b'", "user 'bob' has a password ENC(...)",
                        "user 'eve' is given twice", "users and loginConfiguration are both set",
                        "loginConfiguration is 'unknown'", "'orders' has no role", "'sent' for 'orders'",
                        "jmsxUserId is 'maybe'", "usersFile is '" + directory.resolve("absent"))
                .hasMessageNotContaining("hidden");
        assertThat(directory.resolve("store")).doesNotExist();
    }

    @Test
    void permissionsThatNobodyChecksAreAFault() {
        assertThatThrownBy(() -> builder().permissions("orders: send=shop").jmsxUserId(true).open())
                .hasMessageContainingAll("permissions are set, but neither users", "jmsxUserId is 'true', but neither");
    }

    @Test
    void rolesThatNobodyHasAndUsersWhoMayNothingAreWarnedOf() {
        try (Records records = new Records()) {
            builder().user("alice", "hidden", "shop").permissions("orders: send=shop|web").open().close();
            assertThat(records.texts()).anyMatch(text -> text.contains("EMQ0009") && text.contains("[web]"));
            builder().user("alice", "hidden", "shop").open().close();
            assertThat(records.texts()).anyMatch(text -> text.contains("EMQ0010"));
        }
    }

    @Test
    void noPasswordIsLoggedOrShownInJmx() throws Exception {
        try (Records records = new Records();
                EscrowBroker broker = builder().jmx(true).name("secured").user("alice", "hidden", "shop")
                        .permissions("orders: all=shop").open();
                Connection connection = broker.connectionFactory().createConnection("alice", "hidden")) {
            assertThatThrownBy(() -> broker.connectionFactory().createConnection("alice", "hidden too"))
                    .isInstanceOf(JMSSecurityException.class);
            connection.createSession().createConsumer(connection.createSession().createQueue("orders"));
            assertThat(records.texts()).anyMatch(text -> text.contains("alice"))
                    .noneMatch(text -> text.contains("hidden"));
            assertThat(everythingInJmx()).isNotEmpty().noneMatch(text -> text.contains("hidden"));
        }
    }

    private static List<String> everythingInJmx() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        List<String> texts = new CopyOnWriteArrayList<>();
        for (ObjectName name : beans.queryNames(new ObjectName("org.escrowmq:*"), null)) {
            for (var attribute : beans.getMBeanInfo(name).getAttributes()) {
                texts.add(attribute.getName() + "=" + beans.getAttributes(name, new String[] {attribute.getName()}));
            }
            for (String operation : List.of("listConnectionsAsJSON", "listAllSessionsAsJSON")) {
                if (Stream.of(beans.getMBeanInfo(name).getOperations()).anyMatch(o -> o.getName().equals(operation))) {
                    texts.add(String.valueOf(beans.invoke(name, operation, null, null)));
                }
            }
        }
        return texts;
    }

    /** What is logged from INFO up while it is open. */
    private static final class Records extends Handler implements AutoCloseable {

        private final List<String> texts = new CopyOnWriteArrayList<>();

        Records() {
            Logger.getLogger("").addHandler(this);
        }

        List<String> texts() {
            return texts;
        }

        @Override
        public void publish(LogRecord record) {
            texts.add(record.getMessage() + " " + record.getThrown());
        }

        @Override
        public void flush() { }

        @Override
        public void close() {
            Logger.getLogger("").removeHandler(this);
        }
    }
}
