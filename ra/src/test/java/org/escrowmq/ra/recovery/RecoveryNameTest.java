package org.escrowmq.ra.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.escrowmq.ra.kit.Fake;
import org.escrowmq.ra.kit.StubServer;
import org.junit.jupiter.api.Test;

class RecoveryNameTest {

    private final XAResource resource = Fake.of(XAResource.class, new Resource());

    /** As WildFly's. */
    public interface NamedResource extends XAResource {

        XAResource getResource();

        String getProductName();

        String getProductVersion();

        String getJndiName();
    }

    /** Commits nothing. */
    public static final class Resource {

        public int getTransactionTimeout() {
            return 7;
        }

        public void commit(javax.transaction.xa.Xid xid, boolean onePhase) throws XAException {
            throw new XAException(XAException.XAER_NOTA);
        }
    }

    private static RecoveryName name(String interfaceName, String name) {
        return RecoveryName.of(RecoveryNameTest.class.getClassLoader(), interfaceName, name);
    }

    @Test
    void aServerThatTakesNamesGetsTheResourceUnderTheName() throws Exception {
        XAResource named = name(NamedResource.class.getName(), "java:/cf").on(resource);

        assertThat(named).isInstanceOf(NamedResource.class).isEqualTo(named).isNotEqualTo(resource)
                .hasSameHashCodeAs(named);
        assertThat(((NamedResource) named).getJndiName()).isEqualTo("java:/cf");
        assertThat(((NamedResource) named).getResource()).isSameAs(resource);
        assertThat(((NamedResource) named).getProductName()).isEqualTo("EscrowMQ");
        assertThat(((NamedResource) named).getProductVersion()).isNotNull();
        assertThat(named.toString()).startsWith("java:/cf");
    }

    @Test
    void callsAndTheirErrorsGoThroughUnchanged() throws Exception {
        XAResource named = name(NamedResource.class.getName(), "java:/cf").on(resource);

        assertThat(named.getTransactionTimeout()).isEqualTo(7);
        assertThatThrownBy(() -> named.commit(null, true)).isInstanceOfSatisfying(XAException.class,
                error -> assertThat(error.errorCode).isEqualTo(XAException.XAER_NOTA));
    }

    @Test
    void whereThereIsNoNameOrNobodyTakesItNothingIsChanged() {
        assertThat(name("org.example.None", "java:/cf").on(resource)).isSameAs(resource);
        assertThat(name(NamedResource.class.getName(), null).on(resource)).isSameAs(resource);
        assertThat(name(NamedResource.class.getName(), " ").on(resource)).isSameAs(resource);
        assertThat(RecoveryName.of(new StubServer().context(), null).on(resource)).isSameAs(resource);
    }
}
