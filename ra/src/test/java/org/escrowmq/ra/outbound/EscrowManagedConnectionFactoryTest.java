package org.escrowmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.security.PasswordCredential;
import javax.security.auth.Subject;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.EscrowResourceAdapter;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.kit.Fake;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EscrowManagedConnectionFactoryTest {

    private AdapterKit kit;
    private EscrowManagedConnectionFactory factory;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        factory = kit.managedConnectionFactory();
    }

    @Test
    void theAdapterIsSetOnce() throws Exception {
        for (EscrowResourceAdapter again : new EscrowResourceAdapter[] {new EscrowResourceAdapter(), kit.adapter()}) {
            assertThatThrownBy(() -> factory.setResourceAdapter(again))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("only once");
        }
        assertThatThrownBy(() -> new EscrowManagedConnectionFactory().setResourceAdapter(null))
                .isInstanceOf(ResourceException.class).hasMessageContaining(EscrowResourceAdapter.class.getName());
        assertThat(factory.getResourceAdapter()).isSameAs(kit.adapter());
    }

    @Test
    void withoutAdapterThereIsNoConnection() {
        assertThatThrownBy(() -> new EscrowManagedConnectionFactory().createManagedConnection(null, null))
                .isInstanceOf(ResourceException.class).hasMessageContaining("setResourceAdapter");
    }

    @Test
    void itIsEqualByConfigurationAndItsHashSurvivesTheAssociation() throws Exception {
        EscrowManagedConnectionFactory other = new EscrowManagedConnectionFactory();
        int before = other.hashCode();
        other.setResourceAdapter(kit.adapter());
        assertThat(other.hashCode()).isEqualTo(before);
        assertThat(other).isEqualTo(factory).hasSameHashCodeAs(factory);

        other.setPassword("p");
        assertThat(other).isNotEqualTo(factory);
        EscrowManagedConnectionFactory elsewhere = new EscrowManagedConnectionFactory();
        elsewhere.setResourceAdapter(new AdapterKit().adapter());
        kit.adapter().setDataDirectory("/other");
        assertThat(elsewhere).isNotEqualTo(factory);
    }

    @Test
    void requestInfosAreEqualByValueAndShowNoPassword() {
        EscrowConnectionRequestInfo one = new EscrowConnectionRequestInfo(new Credentials("u", "secret"), "c", 1);
        EscrowConnectionRequestInfo same = new EscrowConnectionRequestInfo(new Credentials("u", "secret"), "c", 1);

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same)
                .isNotEqualTo(new EscrowConnectionRequestInfo(new Credentials("u", "other"), "c", 1));
        assertThat(one.toString()).contains("u", "c").doesNotContain("secret");
    }

    @Test
    void containerManagedSignOnComesFirst() throws Exception {
        PasswordCredential credential = new PasswordCredential("server", "pw".toCharArray());
        credential.setManagedConnectionFactory(factory);
        Subject subject = new Subject();
        subject.getPrivateCredentials().add(credential);
        factory.createManagedConnection(subject,
                new EscrowConnectionRequestInfo(new Credentials("application", "x"), null, 1));

        assertThat(kit.history().take()).startsWith("connect server");
    }

    @Test
    void credentialsForAnotherFactoryAreNotUsed() throws Exception {
        EscrowManagedConnectionFactory other = new EscrowManagedConnectionFactory();
        other.setUserName("x");
        PasswordCredential credential = new PasswordCredential("server", "pw".toCharArray());
        credential.setManagedConnectionFactory(other);
        Subject subject = new Subject();
        subject.getPrivateCredentials().add(credential);
        factory.createManagedConnection(subject, null);

        assertThat(kit.history().take()).startsWith("connect null");
    }

    @Test
    void aForeignRequestInfoIsRefused() {
        ConnectionRequestInfo foreign = new ConnectionRequestInfo() { };

        assertThatThrownBy(() -> factory.createManagedConnection(null, foreign))
                .isInstanceOf(ResourceException.class).hasMessageContaining("of this adapter");
    }

    @Test
    void withoutAServerTheConnectionIsTheProvidersOwn() throws Exception {
        ConnectionFactoryHandle unmanaged = (ConnectionFactoryHandle) factory.createConnectionFactory();
        try (Connection connection = unmanaged.createConnection()) {
            Session session = connection.createSession(true, 0);
            session.createProducer(new AdminQueue("q")).send(session.createTextMessage("a"));
            session.commit();
        }
        assertThat(kit.provider().queue("q").texts()).containsExactly("a");
        assertThat(kit.provider().connections().get(0).isClosed()).isTrue();
    }

    @Test
    void aFactoryCanBeSerializedAndReferenced() throws Exception {
        ConnectionFactoryHandle handle = kit.connectionFactory();
        javax.naming.Reference reference = new javax.naming.Reference("x");
        handle.setReference(reference);

        assertThat(handle.getReference()).isSameAs(reference);
        new java.io.ObjectOutputStream(java.io.OutputStream.nullOutputStream()).writeObject(handle);
    }

    @Test
    void contextsAreAutoAcknowledgedWhateverIsAskedForThatTheApplicationWouldHaveToEnd() throws Exception {
        for (int mode : new int[] {JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.SESSION_TRANSACTED}) {
            try (JMSContext context = kit.connectionFactory().createContext(mode)) {
                assertThat(context.getSessionMode()).isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
            }
        }
        try (JMSContext context = kit.connectionFactory().createContext("u", "p", JMSContext.DUPS_OK_ACKNOWLEDGE)) {
            assertThat(context.getSessionMode()).isEqualTo(JMSContext.DUPS_OK_ACKNOWLEDGE);
        }
    }

    @Test
    void aContextModeThatDoesNotExistIsRefusedOutsideOfJtaAndIgnoredInIt() throws Exception {
        ConnectionFactoryHandle handle = kit.connectionFactory();
        assertThatThrownBy(() -> handle.createContext(17))
                .isInstanceOf(jakarta.jms.JMSRuntimeException.class).hasMessageContaining("17");

        kit.pool().begin();
        try (JMSContext context = handle.createContext(17)) {
            assertThat(context.createQueue("q")).isNotNull();
        }
        kit.pool().commit();
    }

    @Test
    void whatIsForbiddenOnContextsThrowsIllegalState() throws Exception {
        try (JMSContext context = kit.connectionFactory().createContext()) {
            assertThatThrownBy(() -> context.createContext(1))
                    .isInstanceOf(jakarta.jms.IllegalStateRuntimeException.class).hasMessageContaining("12.2");
            assertThatThrownBy(() -> context.setClientID("x"))
                    .isInstanceOf(jakarta.jms.IllegalStateRuntimeException.class);
            assertThatThrownBy(() -> context.setExceptionListener(null))
                    .isInstanceOf(jakarta.jms.IllegalStateRuntimeException.class);
            assertThatThrownBy(() -> context.createProducer().setAsync(Fake.of(CompletionListener.class, this)))
                    .isInstanceOf(jakarta.jms.IllegalStateRuntimeException.class).hasMessageContaining("12.2");
            assertThat(context.createProducer().setAsync(null).getAsync()).isNull();
            assertThatThrownBy(context::stop).isInstanceOf(jakarta.jms.IllegalStateRuntimeException.class);
            assertThatThrownBy(() -> context.createConsumer(new AdminQueue("q")).setMessageListener(null))
                    .isInstanceOf(jakarta.jms.IllegalStateRuntimeException.class);
        }
    }

    @Test
    void aContextReceivesInTheTransaction() throws Exception {
        kit.provider().queue("in").put("a");
        kit.pool().begin();
        try (JMSContext context = kit.connectionFactory().createContext()) {
            assertThat(context.createConsumer(new AdminQueue("in")).receiveBodyNoWait(String.class)).isEqualTo("a");
        }
        assertThat(kit.provider().queue("in").texts()).isEmpty();
        kit.pool().rollback();
        assertThat(kit.provider().queue("in").texts()).containsExactly("a");
    }
}
