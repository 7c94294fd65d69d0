package org.escrowmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTopic;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.admin.AdminTopic;
import org.escrowmq.ra.kit.Fake;
import org.escrowmq.ra.outbound.ConnectionFactoryHandle;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JndiLookupTest {

    private static final Map<String, Object> BOUND = new ConcurrentHashMap<>();

    private final EscrowActivationSpec spec = new EscrowActivationSpec();

    /** A naming service on a map. */
    public static final class Naming implements InitialContextFactory {

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) {
            return Fake.of(Context.class, this);
        }

        public Object lookup(String name) throws NamingException {
            Object found = BOUND.get(name);
            if (found == null) {
                throw new NameNotFoundException(name + " -- not bound");
            }
            return found;
        }

        public void close() {
            // Nothing is open.
        }
    }

    @BeforeEach
    void beTheNamingService() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Naming.class.getName());
    }

    @AfterEach
    void beGone() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        BOUND.clear();
    }

    @Test
    void theDestinationIsWhatTheLookupLeadsTo() throws Exception {
        BOUND.put("java:/jms/orders", new AdminQueue("orders"));
        spec.setDestinationLookup("java:/jms/orders");
        spec.setDestination("ignored");

        assertThat(JndiLookup.destination(spec)).isEqualTo(new AdminQueue("orders"));
        spec.setDestinationType("jakarta.jms.Queue");
        assertThat(JndiLookup.destination(spec)).isEqualTo(new AdminQueue("orders"));
    }

    @Test
    void withoutLookupItIsThePhysicalName() throws Exception {
        spec.setDestination("x");
        spec.setDestinationType("jakarta.jms.Topic");
        assertThat(JndiLookup.destination(spec)).isEqualTo(new EscrowTopic("x"));
        spec.setDestinationType("jakarta.jms.Queue");
        assertThat(JndiLookup.destination(spec)).isEqualTo(new EscrowQueue("x"));
    }

    @Test
    void anUnresolvableNameIsReportedWithItsPropertyAndCause() {
        spec.setDestinationLookup("java:/jms/none");
        assertThatThrownBy(() -> JndiLookup.destination(spec)).isInstanceOf(ResourceException.class)
                .hasMessageContaining("destinationLookup \"java:/jms/none\" cannot be resolved")
                .hasCauseInstanceOf(NameNotFoundException.class);

        spec.setConnectionFactoryLookup("java:/none");
        assertThatThrownBy(() -> JndiLookup.credentials(spec, Credentials.NONE))
                .hasMessageContaining("connectionFactoryLookup \"java:/none\" cannot be resolved");
    }

    @Test
    void aLookupThatLeadsElsewhereIsRefused() {
        BOUND.put("java:/x", "text");
        spec.setDestinationLookup("java:/x");
        assertThatThrownBy(() -> JndiLookup.destination(spec))
                .hasMessageContaining("leads to a java.lang.String").hasMessageContaining("jakarta.jms.Topic");

        BOUND.put("java:/x", new AdminQueue("x"));
        spec.setDestinationType("jakarta.jms.Topic");
        assertThatThrownBy(() -> JndiLookup.destination(spec))
                .hasMessageContaining("AdminQueue").hasMessageContaining("as destinationType says");

        spec.setConnectionFactoryLookup("java:/x");
        assertThatThrownBy(() -> JndiLookup.credentials(spec, Credentials.NONE))
                .hasMessageContaining("connection factory of the EscrowMQ resource adapter");
    }

    @Test
    void theBeanConnectsAsTheUserOfTheConnectionFactoryItNames() throws Exception {
        EscrowManagedConnectionFactory factory = new AdapterKit().managedConnectionFactory();
        factory.setUserName("factory");
        BOUND.put("java:/cf", factory.createConnectionFactory());
        Credentials ofAdapter = new Credentials("adapter", "p");
        assertThat(JndiLookup.credentials(spec, ofAdapter)).isEqualTo(ofAdapter);

        spec.setConnectionFactoryLookup("java:/cf");
        assertThat(JndiLookup.credentials(spec, ofAdapter)).isEqualTo(new Credentials("factory", null));
        assertThat(BOUND.get("java:/cf")).isInstanceOf(ConnectionFactoryHandle.class);
    }

    @Test
    void aDestinationIsDescribedByKindAndName() throws Exception {
        assertThat(JndiLookup.describe(new AdminTopic("t"))).isEqualTo("topic t");
        assertThat(JndiLookup.describe(new AdminQueue("q"))).isEqualTo("queue q");
        assertThatThrownBy(() -> JndiLookup.describe(new AdminQueue()))
                .isInstanceOf(ResourceException.class).hasCauseInstanceOf(JMSException.class);
    }
}
