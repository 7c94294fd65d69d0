package org.escrowmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.kit.FakeConsumer;
import org.escrowmq.ra.kit.StubEndpoints;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many sessions an endpoint has, and what each reserves. */
class ElasticSessionsTest {

    private AdapterKit kit;
    private EscrowActivationSpec spec;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        spec = kit.queueSpec("q");
        spec.setMinSessions(2);
        spec.setMaxSessions(4);
    }

    private void activate(Consumer<Message> bean) throws Exception {
        kit.adapter().endpointActivation(new StubEndpoints(kit.history(), true, bean).factory(), spec);
    }

    private List<FakeConsumer> open() {
        return kit.provider().connections().get(0).consumers().stream().filter(one -> !one.isClosed()).toList();
    }

    private void put(int messages) {
        for (int i = 0; i < messages; i++) {
            kit.provider().queue("q").put("m" + i);
        }
    }

    @Test
    void atFirstThereAreAsManySessionsAsAskedForAtLeast() throws Exception {
        activate(message -> { });
        assertThat(kit.history().take())
                .isEqualTo("connect null, s1 mode 0, s1.consumer(q), s2 mode 0, s2.consumer(q)");
    }

    @Test
    void aSessionThatWaitsIsEnoughForTheNextMessage() throws Exception {
        activate(message -> { });
        put(1);
        kit.server().settle();
        assertThat(open()).hasSize(2);
    }

    @Test
    void furtherSessionsAreOpenedWhenAllAreBusyAndClosedAgainWhenTheyAreNotNeeded() throws Exception {
        List<Integer> sessions = new ArrayList<>();
        activate(message -> sessions.add(open().size()));
        put(10);
        kit.server().timer().runScheduled();
        kit.server().works().poll().run();
        assertThat(sessions.get(0)).as("while two messages wait for threads").isEqualTo(3);
        assertThat(open()).hasSize(4);
        assertThat(kit.provider().queue("q").texts()).isEmpty();

        kit.server().settle();
        assertThat(sessions).hasSize(10);
        assertThat(open()).as("after an idle while").hasSize(2);
        assertThat(kit.server().timer().takeDelays()).startsWith(60_000L);
        put(1);
        kit.server().settle();
        assertThat(sessions).hasSize(11);
    }

    @Test
    void whatTheBeanWantsOtherThanUsualIsToldToEachConsumer() throws Exception {
        spec.setPrefetch(5);
        spec.setMaxDeliveryAttempts(3);
        activate(message -> { });
        assertThat(kit.history().take()).isEqualTo("connect null, "
                + "s1 mode 0, s1.consumer(q), prefetch 5 {maxDeliveryAttempts=3}, "
                + "s2 mode 0, s2.consumer(q), prefetch 5 {maxDeliveryAttempts=3}");
    }

    @Test
    void theBeanConnectsAsItsOwnUser() throws Exception {
        kit.adapter().setUserName("adapter");
        spec.setUserName("bean");
        activate(message -> { });
        assertThat(kit.history().take()).startsWith("connect bean");
    }
}
