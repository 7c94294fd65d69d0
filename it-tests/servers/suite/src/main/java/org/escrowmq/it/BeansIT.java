package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Queue;
import java.util.List;
import java.util.stream.IntStream;
import org.escrowmq.it.app.AutomaticConsumer;
import org.escrowmq.it.app.Deliveries;
import org.escrowmq.it.app.Delivery;
import org.escrowmq.it.app.Destinations;
import org.escrowmq.it.app.DurableEventListener;
import org.escrowmq.it.app.DurableSharedEventListener;
import org.escrowmq.it.app.EventListener;
import org.escrowmq.it.app.LazyConsumer;
import org.escrowmq.it.app.SelectedConsumer;
import org.escrowmq.it.app.SharedEventListener;
import org.escrowmq.it.server.Capability;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Message-driven beans with each of the standard activation properties (Messaging 3.1, 13.1). */
@Capability("message-driven beans with the standard activation properties")
@ExtendWith(ArquillianExtension.class)
class BeansIT {

    private final String id = InServer.newId();

    @Deployment
    static Archive<?> application() {
        return Deployments.application(BeansIT.class);
    }

    @Test
    void everySubscriberOfATopicGetsAnEventOnce() {
        InServer.desk().publish(id);
        String last = InServer.newId();
        InServer.desk().publish(last);

        awaitDelivery(EventListener.class, last);
        awaitDelivery(DurableEventListener.class, last);
        assertThat(Deliveries.of(EventListener.class, id)).containsExactly(first());
        assertThat(Deliveries.of(DurableEventListener.class, id)).containsExactly(first());
    }

    @Test
    void sessionsThatShareASubscriptionGetAnEventOnceTogether() {
        assertSharedOnce(SharedEventListener.class);
    }

    @Test
    void durableSubscriptionIsSharedWithoutAClientIdentifier() {
        assertSharedOnce(DurableSharedEventListener.class);
    }

    private void assertSharedOnce(Class<?> bean) {
        List<String> ids = IntStream.range(0, 20).mapToObj(n -> id + "-" + n).toList();
        ids.forEach(InServer.desk()::publish);

        InServer.await().until(() -> ids.stream().noneMatch(event -> Deliveries.of(bean, event).isEmpty()));
        // Whatever comes twice comes before an event that is published now, but for other sessions still at work.
        String last = InServer.newId();
        InServer.desk().publish(last);
        awaitDelivery(bean, last);
        assertThat(Deliveries.of(bean)).extracting(Delivery::id).doesNotHaveDuplicates();
    }

    @Test
    void messageSelectorLetsOnlyMatchingMessagesPass() {
        Queue queue = InServer.lookup(Destinations.SELECTED, Queue.class);
        InServer.desk().send(queue, "unwanted", id);
        InServer.desk().send(queue, Destinations.WANTED, id + "-wanted");

        awaitDelivery(SelectedConsumer.class, id + "-wanted");
        assertThat(Deliveries.of(SelectedConsumer.class, id)).isEmpty();
    }

    @Test
    void beanWithoutTransactionConsumesOnceWithAutomaticAcknowledgement() {
        assertConsumedOnce(Destinations.AUTOMATIC, AutomaticConsumer.class);
    }

    @Test
    void beanWithoutTransactionConsumesWithLazyAcknowledgement() {
        assertConsumedOnce(Destinations.LAZY, LazyConsumer.class);
    }

    private void assertConsumedOnce(String queueName, Class<?> bean) {
        Queue queue = InServer.lookup(queueName, Queue.class);
        String last = InServer.newId();
        for (String text : List.of(id, last)) {
            InServer.desk().send(queue, "any", text);
        }

        awaitDelivery(bean, last);
        assertThat(Deliveries.of(bean, id)).containsExactly(first());
    }

    private static void awaitDelivery(Class<?> bean, String id) {
        InServer.await().until(() -> !Deliveries.of(bean, id).isEmpty());
    }

    private Delivery first() {
        return new Delivery(id, false, 1);
    }
}
