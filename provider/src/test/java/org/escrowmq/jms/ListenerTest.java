package org.escrowmq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.escrowmq.destination.EscrowQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asynchronous delivery (Messaging 8.7): order, one at a time, failures, stopping and closing. */
class ListenerTest {

    private final Queue queue = new EscrowQueue("work");
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private FakeProvider provider;

    @BeforeEach
    void open() throws JMSException {
        provider = new FakeProvider();
    }

    @AfterEach
    void close() throws JMSException {
        provider.close();
    }

    @Test
    void messagesComeInOrder() throws Exception {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(queue).setMessageListener(message -> heard.add(describe(message)));
        provider.send(queue, "one", "two", "three");
        assertThat(next()).isEqualTo("one 1");
        assertThat(next()).isEqualTo("two 1");
        assertThat(next()).isEqualTo("three 1");
    }

    @Test
    void aRuntimeExceptionMakesTheMessageComeAgainBeforeLaterOnes() throws Exception {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(queue).setMessageListener(message -> {
            heard.add(describe(message));
            if (heard.size() == 1) {
                throw new UnsupportedOperationException("first time fails");
            }
        });
        provider.send(queue, "one", "two");
        // heard is read only after three calls, so that its size counts them
        await().until(() -> heard.size() == 3);
        assertThat(heard).containsExactly("one 1", "one 2", "two 1");
    }

    @Test
    void aLazyListenerAcknowledgesAllAtOnceWhenThereIsNothingMoreToDo() throws Exception {
        Session session = provider.session(Session.DUPS_OK_ACKNOWLEDGE);
        provider.send(queue, "one", "two", "three");
        provider.broker.clearHistory();
        session.createConsumer(queue).setMessageListener(message -> heard.add(describe(message)));
        await().until(() -> heard.size() == 3);

        await().untilAsserted(() -> assertThat(provider.broker.active()).isZero());
        assertThat(provider.broker.history("commit")).hasSize(1);
    }

    @Test
    void recoverInsideAListenerBringsItsMessageAgain() throws Exception {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(queue).setMessageListener(message -> {
            String description = describe(message);
            if (description.equals("one 1")) {
                JmsRuntimeErrors.run(session::recover);
            }
            heard.add(description);
        });
        provider.send(queue, "one", "two");
        assertThat(next()).isEqualTo("one 1");
        assertThat(next()).isEqualTo("one 2");
        assertThat(next()).isEqualTo("two 1");
    }

    @Test
    void stopWaitsForTheListenerInProgressAndHoldsLaterMessages() throws Exception {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        CountDownLatch finish = new CountDownLatch(1);
        session.createConsumer(queue).setMessageListener(message -> {
            heard.add("begin " + describe(message));
            awaitQuietly(finish);
            heard.add("end " + describe(message));
        });
        provider.send(queue, "one", "two");
        assertThat(next()).isEqualTo("begin one 1");

        Thread stop = new Thread(() -> JmsRuntimeErrors.run(provider.connection::stop));
        stop.start();
        await().until(() -> stop.getState() == Thread.State.WAITING);
        finish.countDown();
        stop.join(10_000);
        assertThat(stop.isAlive()).isFalse();

        assertThat(heard).containsExactly("end one 1");
        provider.connection.start();
        next();
        assertThat(next()).isEqualTo("begin two 1");
    }

    @Test
    void closingOnesOwnSessionOrConnectionInsideAListenerIsRefused() throws Exception {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(queue).setMessageListener(message -> {
            heard.add(refused(session::close));
            heard.add(refused(provider.connection::close));
            heard.add(refused(provider.connection::stop));
        });
        provider.send(queue, "one");
        assertThat(next()).isEqualTo("refused");
        assertThat(next()).isEqualTo("refused");
        assertThat(next()).isEqualTo("refused");
    }

    @Test
    void aListenerInProgressHasItsSessionAndConnectionUntilItReturns() throws Exception {
        Queue replies = new EscrowQueue("replies");
        for (boolean whole : new boolean[] {false, true}) {
            EscrowConnection connection = provider.factory.createConnection();
            connection.start();
            Session session = connection.createSession();
            CountDownLatch finish = new CountDownLatch(1);
            session.createConsumer(queue).setMessageListener(message -> {
                heard.add("begin");
                awaitQuietly(finish);
                heard.add(refused(() -> session.createProducer(replies).send(message)));
                heard.add(refused(connection::getMetaData));
                heard.add(refused(message::acknowledge));
            });
            provider.send(queue, "one");
            assertThat(next()).isEqualTo("begin");

            Thread close = new Thread(() -> JmsRuntimeErrors.run(whole ? connection::close : session::close));
            close.start();
            await().until(() -> close.getState() == Thread.State.WAITING);
            finish.countDown();
            close.join(10_000);

            assertThat(close.isAlive()).isFalse();
            assertThat(heard).containsExactly("allowed", "allowed", "allowed");
            assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
            connection.close();
            heard.clear();
            assertThat(provider.drain(replies)).containsExactly("one");
            assertThat(provider.drain(queue)).isEmpty();
        }
    }

    @Test
    void aMessageWhoseAcknowledgementFailsComesAgainBeforeLaterOnes() throws Exception {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        provider.send(queue, "one", "two");
        provider.broker.failNext("commit", new JMSException("disk full"));
        session.createConsumer(queue).setMessageListener(message -> heard.add(describe(message)));
        assertThat(next()).isEqualTo("one 1");
        assertThat(next()).isEqualTo("one 2");
        assertThat(next()).isEqualTo("two 1");
    }

    @Test
    void aListenerMayCloseItsOwnConsumerAndItsMessageIsAcknowledged() throws Exception {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.setMessageListener(message -> {
            JmsRuntimeErrors.run(consumer::close);
            heard.add(describe(message));
        });
        provider.send(queue, "one", "two");
        assertThat(next()).isEqualTo("one 1");
        session.close();
        assertThat(provider.drain(queue)).containsExactly("two");
        assertThatThrownBy(consumer::getMessageListener).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoListenersOfOneSessionNeverRunAtTheSameTime() throws Exception {
        Queue other = new EscrowQueue("other");
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        CountDownLatch finish = new CountDownLatch(1);
        session.createConsumer(queue).setMessageListener(message -> {
            heard.add("begin");
            awaitQuietly(finish);
            heard.add("end");
        });
        session.createConsumer(other).setMessageListener(message -> heard.add("other"));
        provider.send(queue, "one");
        assertThat(next()).isEqualTo("begin");
        provider.send(other, "two");
        finish.countDown();
        assertThat(next()).isEqualTo("end");
        assertThat(next()).isEqualTo("other");
    }

    private String next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    private static String refused(JmsRuntimeErrors.Action action) {
        try {
            action.run();
            return "allowed";
        } catch (IllegalStateException e) {
            return "refused";
        } catch (JMSException e) {
            return e.toString();
        }
    }

    private static String describe(Message message) {
        return JmsRuntimeErrors.translate(
                () -> ((TextMessage) message).getText() + " " + message.getIntProperty("JMSXDeliveryCount"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
