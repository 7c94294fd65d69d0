package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.EJBException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import java.util.Map;
import java.util.function.Consumer;
import org.escrowmq.it.injected.InjectedDesk;
import org.escrowmq.it.server.Capability;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A context that the container injects from this adapter's connection factory (Messaging 12.4). */
@ExtendWith(ArquillianExtension.class)
@Capability("@Inject JMSContext")
class InjectedContextIT {

    private final String id = InServer.newId();

    @Deployment
    static Archive<?> application() {
        return Deployments.application(InjectedContextIT.class, ManualQueue.class, InjectedDesk.class);
    }

    @BeforeEach
    void emptyQueue() {
        ManualQueue.drain();
    }

    @Test
    void injectedContextSendsInTheTransactionOfItsCaller() {
        desk().send(ManualQueue.queue(), id);

        assertThat(ManualQueue.take(1)).containsExactly(id);
    }

    @Test
    void injectedContextSendsNothingIfTheTransactionIsRolledBack() {
        desk().sendAndRollBack(ManualQueue.queue(), id);

        assertThat(ManualQueue.drain()).isEmpty();
    }

    @Test
    void injectedContextRefusesWhatTheContainerDoes() {
        Map<String, Consumer<JMSContext>> refused = Map.of(
                "commit", JMSContext::commit,
                "rollback", JMSContext::rollback,
                "recover", JMSContext::recover,
                "acknowledge", JMSContext::acknowledge,
                "start", JMSContext::start,
                "stop", JMSContext::stop,
                "close", JMSContext::close,
                "setClientID", context -> context.setClientID("any"),
                "setExceptionListener", context -> context.setExceptionListener(null),
                "setAutoStart", context -> context.setAutoStart(false));
        refused.forEach((method, call) -> assertThatThrownBy(() -> desk().use(call)).as(method)
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(IllegalStateRuntimeException.class),
                        e -> assertThat(e).isInstanceOf(EJBException.class)
                                .hasCauseInstanceOf(IllegalStateRuntimeException.class)));
    }

    private static InjectedDesk desk() {
        return InServer.lookup("java:module/InjectedDesk", InjectedDesk.class);
    }
}
