package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.awaitility.Awaitility;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Page files with the messages of prepared branches are there as long as these may be committed, and no longer. */
@Timeout(60)
class KeptPagesTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");
    private static final EscrowTopic NEWS = BrokerRig.topic("news");
    private static final Xid BRANCH = new TransactionXid(1);
    private static final ConsumerSpec ALL = subscription("all", null);
    private static final ConsumerSpec NOTHING = subscription("nothing", "a = 'text without such a property'");

    @TempDir
    private Path directory;
    private BrokerRig rig;

    private static ConsumerSpec subscription(String name, String selector) {
        return new ConsumerSpec(NEWS, new Subscription(name, null, true, true), selector, false, false);
    }

    @BeforeEach
    void open() throws JMSException {
        rig = BrokerRig.on(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private PagingStore pages(EscrowDestination destination) throws Exception {
        return rig.broker().engine().server().getPagingManager().getPageStore(Destinations.address(destination));
    }

    private void prepareOnPages(EscrowDestination destination, String... texts) throws Exception {
        pages(destination).startPaging();
        BrokerTransaction transaction = rig.broker().begin(BRANCH);
        rig.send(transaction, destination, texts);
        transaction.prepare();
    }

    private void restart(EscrowDestination destination, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            rig.restart();
            awaitCleanUp(destination);
        }
    }

    /** A restarted engine counts what is on its pages and cleans them up after that, each on a thread of its own. */
    private void awaitCleanUp(EscrowDestination destination) throws Exception {
        CompletableFuture<Void> counted = new CompletableFuture<>();
        rig.broker().engine().server().getPagingManager().execute(() -> counted.complete(null));
        counted.get(BrokerRig.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        pages(destination).flushExecutors();
    }

    private void complete(boolean commit) throws JMSException {
        if (commit) {
            rig.broker().prepared(BRANCH).commit();
        } else {
            rig.broker().prepared(BRANCH).rollback();
        }
    }

    private void awaitPagesGone(EscrowDestination destination) throws JMSException {
        rig.send(destination, "last");
        assertThat(rig.drain(destination.equals(ORDERS) ? BrokerRig.from(ORDERS) : ALL)).containsExactly("last");
        Awaitility.await().atMost(BrokerRig.PATIENCE).until(() -> !pages(destination).isStorePaging());
    }

    @ParameterizedTest(name = "{0} restarts, commit: {1}")
    @CsvSource({"0, true", "0, false", "1, true", "1, false", "2, true", "2, false", "3, true"})
    void aBranchWhoseMessagesAreAllThatIsOnPagesKeepsThem(int restarts, boolean commit) throws Exception {
        rig.send(ORDERS, "before");
        rig.drain(ORDERS);
        prepareOnPages(ORDERS, "x", "y");
        restart(ORDERS, restarts);
        complete(commit);
        assertThat(rig.drain(ORDERS)).isEqualTo(commit ? List.of("x", "y") : List.of());
        awaitPagesGone(ORDERS);
    }

    @ParameterizedTest(name = "{0} restarts, commit: {1}")
    @CsvSource({"1, true", "2, true", "2, false"})
    void aSubscriptionToWhichNothingOfTheBranchGoesHoldsNoPageBack(int restarts, boolean commit) throws Exception {
        rig.consume(ALL).close();
        rig.consume(NOTHING).close();
        prepareOnPages(NEWS, "x", "y");
        restart(NEWS, restarts);
        complete(commit);
        assertThat(rig.drain(ALL)).isEqualTo(commit ? List.of("x", "y") : List.of());
        assertThat(rig.drain(NOTHING)).isEmpty();
        awaitPagesGone(NEWS);
    }

    @ParameterizedTest(name = "commit: {0}")
    @CsvSource({"true", "false"})
    void whatOthersHaveOnTheSamePagesComesBesideIt(boolean commit) throws Exception {
        pages(ORDERS).startPaging();
        rig.send(ORDERS, "a");
        prepareOnPages(ORDERS, "x", "y");
        rig.send(ORDERS, "b");
        restart(ORDERS, 2);
        assertThat(rig.drain(ORDERS)).containsExactly("a", "b");
        restart(ORDERS, 2);
        complete(commit);
        assertThat(rig.drain(ORDERS)).isEqualTo(commit ? List.of("x", "y") : List.of());
        awaitPagesGone(ORDERS);
    }

    @Test
    void aConsumerThatWaitsGetsThemWhenTheBranchIsCommitted() throws Exception {
        prepareOnPages(ORDERS, "x", "y");
        restart(ORDERS, 2);
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(2);
        inbox.settle();
        complete(true);
        inbox.await();
        inbox.await();
        assertThat(inbox.texts()).containsExactly("x", "y");
    }
}
