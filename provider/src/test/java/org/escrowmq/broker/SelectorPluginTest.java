package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escrowmq.broker.BrokerRig.withProperties;

import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.server.Queue;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors in the engine mean what the specification says (3.8), and not what the engine makes of them. */
@Timeout(60)
class SelectorPluginTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");
    private static final EscrowTopic NEWS = BrokerRig.topic("news");
    private static final Subscription DURABLE = new Subscription("reader", "desk", true, false);

    /** True for a = 5, where the engine alone says false. */
    private static final String INTEGRAL = "a / 2 = 2 AND NOT a = 1 AND größe IS NULL";

    @TempDir
    private Path directory;
    private BrokerRig rig;

    @BeforeEach
    void open() throws JMSException {
        rig = BrokerRig.on(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void send(EscrowDestination destination, Object a) throws JMSException {
        rig.session().send(withProperties(destination, Map.of("a", a)), null);
    }

    private static Object[] received(Inbox inbox) throws JMSException {
        inbox.request(10);
        inbox.settle();
        return inbox.deliveries().stream().map(delivery -> delivery.message().properties().get("a")).toArray();
    }

    @Test
    void consumersOfAQueueSelect() throws JMSException {
        send(ORDERS, 6);
        send(ORDERS, 5);
        send(ORDERS, "5");
        Inbox inbox = rig.consume(new ConsumerSpec(ORDERS, Subscription.NONE, INTEGRAL, false, false));
        assertThat(received(inbox)).containsExactly(5);
    }

    @Test
    void browsersSelect() throws JMSException {
        send(ORDERS, 6);
        send(ORDERS, 5);
        Inbox inbox = rig.consume(new ConsumerSpec(ORDERS, Subscription.NONE, INTEGRAL, false, true));
        assertThat(received(inbox)).containsExactly(5);
        assertThat(rig.drain(ORDERS)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'"})
    void durableSubscriptionsSelectBeforeAndAfterARestart(String quote) throws JMSException {
        ConsumerSpec spec = new ConsumerSpec(
                NEWS, DURABLE, INTEGRAL + " AND (b IS NULL OR b <> 'x" + quote + quote + "')", false, false);
        rig.consume(spec).close();
        send(NEWS, 6);
        send(NEWS, 5);
        rig.restart();
        send(NEWS, 7);
        send(NEWS, 5L);
        assertThat(received(rig.consume(spec))).containsExactly(5, 5L);
    }

    @Test
    void aSubscriptionSelectsWhatIsOnPagesToo() throws Exception {
        ConsumerSpec spec = new ConsumerSpec(NEWS, DURABLE, INTEGRAL, false, false);
        rig.consume(spec).close();
        rig.broker().engine().server().getPagingManager().getPageStore(Destinations.address(NEWS)).startPaging();
        send(NEWS, 6);
        send(NEWS, 5);
        rig.restart();
        assertThat(received(rig.consume(spec))).containsExactly(5);
    }

    @Test
    void aQueueWhoseFilterIsNoSelectorKeepsItsOwn() throws Exception {
        Filter[] filter = new Filter[1];
        rig.broker().engine().durably("create a queue", () -> {
            Queue queue = rig.broker().engine().server().createQueue(QueueConfiguration.of("foreign")
                    .setAddress("foreign").setAutoCreateAddress(true)
                    .setRoutingType(RoutingType.MULTICAST).setFilterString("AMQSize > 0"));
            filter[0] = queue.getFilter();
        });
        assertThat(filter[0]).isNotInstanceOf(SelectorFilter.class);
        assertThat(filter[0].getFilterString().toString()).isEqualTo("AMQSize > 0");
    }

    @Test
    void aSelectorPassesOverAnyNumberOfMessages() throws JMSException {
        for (int i : IntStream.range(100, 1_300).toArray()) {
            send(ORDERS, i);
        }
        send(ORDERS, 5);
        Inbox inbox = rig.consume(new ConsumerSpec(ORDERS, Subscription.NONE, INTEGRAL, false, false));
        assertThat(inbox.next().message().properties()).containsEntry("a", 5);
    }
}
