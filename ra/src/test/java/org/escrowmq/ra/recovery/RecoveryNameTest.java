package org.escrowmq.ra.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import javax.transaction.xa.XAResource;
import org.escrowmq.ra.kit.Fake;
import org.escrowmq.ra.kit.StubServer;
import org.junit.jupiter.api.Test;

class RecoveryNameTest {

    private final XAResource resource = Fake.of(XAResource.class, new Object());

    private static RecoveryName name(String wrapper, String name) {
        return RecoveryName.of(RecoveryNameTest.class.getClassLoader(), wrapper, name);
    }

    @Test
    void aServerThatNamesResourcesGetsItInItsOwnWrapper() {
        XAResource named = name(ServersWrapper.class.getName(), "java:/cf").on(resource);

        assertThat(named).isInstanceOfSatisfying(ServersWrapper.class, wrapper -> {
            assertThat(wrapper.wrapped()).isSameAs(resource);
            assertThat(wrapper.described()).isEqualTo("pad false, same null, EscrowMQ null java:/cf");
        });
    }

    @Test
    void whereThereIsNoNameOrNobodyTakesItNothingIsChanged() {
        assertThat(name("org.example.None", "java:/cf").on(resource)).isSameAs(resource);
        assertThat(name(RecoveryNameTest.class.getName(), "java:/cf").on(resource)).isSameAs(resource);
        assertThat(name(ServersWrapper.class.getName(), null).on(resource)).isSameAs(resource);
        assertThat(name(ServersWrapper.class.getName(), " ").on(resource)).isSameAs(resource);
        assertThat(RecoveryName.of(new StubServer().context(), null).on(resource)).isSameAs(resource);
    }
}
