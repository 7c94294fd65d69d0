package org.escrowmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.ApplicationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.resource.spi.work.Work;
import java.io.Serial;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.kit.FakeConsumer;
import org.escrowmq.ra.kit.LogLines;
import org.escrowmq.ra.kit.StubEndpoints;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How one session delivers: what happens to the resource, the endpoint and the message, in order. */
class DeliveryTest {

    private AdapterKit kit;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
    }

    private StubEndpoints activate(boolean transacted, Consumer<Message> bean) throws Exception {
        StubEndpoints endpoints = new StubEndpoints(kit.history(), transacted, bean);
        kit.adapter().endpointActivation(endpoints.factory(), kit.queueSpec("q"));
        kit.history().take();
        return endpoints;
    }

    private static void ignore(Message message) {
        // The history tells that it came.
    }

    @Test
    void aTransactedDeliveryReceivesInsideTheBranch() throws Exception {
        activate(true, DeliveryTest::ignore);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.history().take())
                .isEqualTo("s1.start(b1), onMessage a, s1.end(b1), s1.commit(b1 one phase), release");
        assertThat(kit.provider().queue("q").texts()).isEmpty();
    }

    @Test
    void oneThreadDeliversWhatIsThereWithOneEndpointAndOneTransactionEach() throws Exception {
        activate(true, DeliveryTest::ignore);
        kit.provider().queue("q").put("a");
        kit.provider().queue("q").put("b");
        kit.server().settle();

        assertThat(kit.history().take()).isEqualTo("s1.start(b1), onMessage a, s1.end(b1), s1.commit(b1 one phase), "
                + "s1.start(b2), onMessage b, s1.end(b2), s1.commit(b2 one phase), release");
    }

    @Test
    void whileThereIsNoMessageThereIsNoWorkAndNoTransaction() throws Exception {
        activate(true, DeliveryTest::ignore);
        kit.server().settle();

        assertThat(kit.history().take()).isEmpty();
        assertThat(kit.provider().queue("q").waiting()).isEqualTo(1);
    }

    @Test
    void aBeanThatThrowsGetsTheMessageAgainAndMarked() throws Exception {
        List<Boolean> redelivered = new ArrayList<>();
        activate(true, message -> {
            try {
                redelivered.add(message.getJMSRedelivered());
                if (message.getIntProperty("JMSXDeliveryCount") < 3) {
                    throw new IllegalArgumentException("not yet");
                }
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(redelivered).containsExactly(false, true, true);
        assertThat(kit.provider().failures()).hasSize(2).allMatch(failure -> failure.contains("not yet"));
        assertThat(kit.history().take()).isEqualTo("s1.start(b1), onMessage a, s1.end(b1), s1.rollback(b1), "
                + "s1.start(b2), onMessage a, s1.end(b2), s1.rollback(b2), "
                + "s1.start(b3), onMessage a, s1.end(b3), s1.commit(b3 one phase), release");
    }

    @Test
    void aMessageThatIsGoneWhenTheTransactionHasBegunIsNoHarm() throws Exception {
        activate(true, DeliveryTest::ignore);
        kit.provider().queue("q").put("a");
        kit.provider().connections().get(0).consumers().forEach(FakeConsumer::expireReserved);
        kit.server().settle();

        assertThat(kit.history().take())
                .startsWith("s1.start(b1), s1.end(b1), s1.commit(b1 one phase), release");
        assertThat(kit.server().timer().takeDelays()).containsExactly(10L);
        kit.provider().queue("q").put("b");
        kit.server().settle();
        assertThat(kit.history().take()).contains("onMessage b");
    }

    @Test
    void withoutTransactionTheMessageIsAcknowledgedAfterTheBeanReturned() throws Exception {
        activate(false, message -> kit.history().add("bean"));
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.history().take()).isEqualTo("onMessage a, bean, s1 commit, release");
    }

    @Test
    void withoutTransactionAMessageIsDeliveredAgainWhenTheBeanThrows() throws Exception {
        List<Boolean> redelivered = new ArrayList<>();
        activate(false, message -> {
            try {
                redelivered.add(message.getJMSRedelivered());
                if (!message.getJMSRedelivered()) {
                    throw new IllegalArgumentException("not yet");
                }
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(redelivered).containsExactly(false, true);
        assertThat(kit.history().take())
                .isEqualTo("onMessage a, s1 rollback, onMessage a, s1 commit, release");
    }

    @Test
    void anErrorAbortsTheDeliveryLeavesTheThreadAndTheNextThreadGoesOn() throws Exception {
        boolean[] failed = new boolean[1];
        activate(false, message -> {
            if (!failed[0]) {
                failed[0] = true;
                throw new LinkageError("a class is missing");
            }
        });
        kit.provider().queue("q").put("a");
        kit.server().timer().runScheduled();
        Work work = kit.server().works().poll();
        assertThatThrownBy(work::run).isInstanceOf(LinkageError.class);
        assertThat(kit.history().take()).isEqualTo("onMessage a, s1 rollback, release");

        kit.server().settle();
        assertThat(kit.history().take()).isEqualTo("onMessage a, s1 commit, release");
    }

    @Test
    void anErrorInATransactionRollsItBackAndIsKnownAsTheCause() throws Exception {
        boolean[] failed = new boolean[1];
        activate(true, message -> {
            if (!failed[0]) {
                failed[0] = true;
                throw new LinkageError("a class is missing");
            }
        });
        kit.provider().queue("q").put("a");
        kit.server().timer().runScheduled();
        assertThatThrownBy(kit.server().works().poll()::run).isInstanceOf(LinkageError.class);

        assertThat(kit.history().take()).isEqualTo("s1.start(b1), onMessage a, s1.end(b1), s1.rollback(b1), release");
        assertThat(kit.provider().failures()).containsExactly("java.lang.LinkageError: a class is missing");
        kit.server().settle();
        assertThat(kit.history().take()).contains("onMessage a", "s1.commit(b2 one phase)");
    }

    @Test
    void aServerThatWouldCommitWhatTheBeanDidNotHandleIsNotLetTo() throws Exception {
        boolean[] stopping = {true};
        StubEndpoints endpoints = activate(true, message -> {
            if (stopping[0]) {
                stopping[0] = false;
                throw new IllegalStateException("the bean is being stopped");
            }
        });
        endpoints.commitAllTheSame(1);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.history().take()).isEqualTo("s1.start(b1), onMessage a, s1.end(b1), s1.rollback(b1), release, "
                + "s1.start(b2), onMessage a, s1.end(b2), s1.commit(b2 one phase), release");
        assertThat(kit.provider().queue("q").texts()).isEmpty();
    }

    /** Says by its annotation that it is the application's. */
    @ApplicationException
    private static final class Rejected extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;
    }

    @Test
    void anApplicationExceptionLeavesTheTransactionToTheContainer() throws Exception {
        StubEndpoints endpoints = activate(true, message -> {
            throw new Rejected();
        });
        endpoints.commitAllTheSame(1);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.history().take())
                .isEqualTo("s1.start(b1), onMessage a, s1.end(b1), s1.commit(b1 one phase), release");
    }

    @Test
    void anUnavailableApplicationIsTriedAgainInGrowingIntervals() throws Exception {
        StubEndpoints endpoints = activate(true, DeliveryTest::ignore);
        endpoints.beUnavailable(3);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.server().timer().takeDelays()).containsExactly(10L, 20L, 40L);
        assertThat(kit.history().take()).contains("onMessage a");
    }

    @Test
    void thatEndpointsAreLackingIsSaidOncePerActivation() throws Exception {
        try (LogLines log = LogLines.listening()) {
            StubEndpoints endpoints = activate(true, DeliveryTest::ignore);
            endpoints.beUnavailable(3);
            kit.provider().queue("q").put("a");
            kit.server().settle();
            endpoints.beUnavailable(2);
            kit.provider().queue("q").put("b");
            kit.server().settle();

            assertThat(log.of("ESCROWRA2004")).singleElement().asString().contains("The application is starting");
            assertThat(kit.history().take()).contains("onMessage a", "onMessage b");
        }
    }

    @Test
    void aTransactionThatCannotBeginKeepsTheMessage() throws Exception {
        StubEndpoints endpoints = activate(true, DeliveryTest::ignore);
        endpoints.failBegin(1);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.history().take())
                .isEqualTo("release, s1.start(b1), onMessage a, s1.end(b1), s1.commit(b1 one phase), release");
    }

    @Test
    void aTransactionThatCannotBeCompletedIsRolledBackAndTheMessageComesAgain() throws Exception {
        StubEndpoints endpoints = activate(true, DeliveryTest::ignore);
        endpoints.failComplete(1);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.history().take()).isEqualTo("s1.start(b1), onMessage a, s1.end(b1), s1.rollback(b1), release, "
                + "s1.start(b2), onMessage a, s1.end(b2), s1.commit(b2 one phase), release");
    }

    @Test
    void workThatIsRejectedIsRequestedAgainLater() throws Exception {
        activate(true, DeliveryTest::ignore);
        kit.server().works().reject(2);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.server().timer().takeDelays()).containsExactly(10L, 20L);
        assertThat(kit.history().take()).contains("onMessage a");
    }

    @Test
    void theProvidersThreadDoesNotAskForWorkItself() throws Exception {
        activate(true, DeliveryTest::ignore);
        kit.provider().queue("q").put("a");

        assertThat(kit.server().works().size()).isZero();
        kit.server().timer().runScheduled();
        assertThat(kit.server().works().size()).isEqualTo(1);
    }

    @Test
    void aBusyBeanGivesItsThreadBackFromTimeToTime() throws Exception {
        activate(true, DeliveryTest::ignore);
        for (int i = 0; i < 70; i++) {
            kit.provider().queue("q").put("m" + i);
        }
        kit.server().timer().runScheduled();
        kit.server().works().poll().run();
        assertThat(kit.history().take().split("onMessage")).hasSize(65);

        kit.server().settle();
        assertThat(kit.history().take().split("onMessage")).hasSize(7);
    }

    @Test
    void aThreadThatTheServerWantsBackStopsAfterItsMessage() throws Exception {
        Work[] work = new Work[1];
        activate(true, message -> work[0].release());
        kit.provider().queue("q").put("a");
        kit.provider().queue("q").put("b");
        kit.server().timer().runScheduled();
        work[0] = kit.server().works().poll();
        work[0].run();

        assertThat(kit.history().take()).contains("onMessage a").doesNotContain("onMessage b");
    }

    @Test
    void aServerThatBeginsNoTransactionGetsNoMessage() throws Exception {
        StubEndpoints endpoints = activate(true, DeliveryTest::ignore);
        endpoints.beginNothing(1);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.history().take())
                .isEqualTo("release, s1.start(b2), onMessage a, s1.end(b2), s1.commit(b2 one phase), release");
    }

    @Test
    void aTransactionThatTimedOutBeforeTheMessageWasReceivedTakesNone() throws Exception {
        StubEndpoints endpoints = activate(true, DeliveryTest::ignore);
        endpoints.timeOut(1);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.history().take()).isEqualTo("s1.start(b1), s1.end(b1 FAIL), s1.rollback(b1), release, "
                + "s1.start(b2), onMessage a, s1.end(b2), s1.commit(b2 one phase), release");
    }

    @Test
    void theBeanRunsInTheClassLoaderOfItsApplicationAndTheThreadGoesBackWithItsOwn() throws Exception {
        ClassLoader application = new URLClassLoader(new URL[0]);
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        List<ClassLoader> seen = new ArrayList<>();
        StubEndpoints endpoints = activate(true, message -> seen.add(Thread.currentThread().getContextClassLoader()));
        endpoints.beInApplication(application);
        kit.provider().queue("q").put("a");
        kit.server().settle();
        assertThat(seen).containsExactly(application);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(ofThread);

        kit.provider().queue("q").put("b");
        endpoints.timeOut(1);
        kit.server().timer().runScheduled();
        kit.server().works().poll().run();
        assertThat(kit.history().take()).endsWith("release");
        assertThat(Thread.currentThread().getContextClassLoader()).as("after an abort").isSameAs(ofThread);
    }

    @Test
    void whileTheServerIsNotAbleTheMessageIsNotKeptFromOthers() throws Exception {
        StubEndpoints endpoints = activate(true, DeliveryTest::ignore);
        endpoints.beUnavailable(1);
        kit.provider().queue("q").put("a");
        kit.server().timer().runScheduled();
        kit.server().works().poll().run();

        assertThat(kit.provider().queue("q").texts()).containsExactly("a");
    }
}
