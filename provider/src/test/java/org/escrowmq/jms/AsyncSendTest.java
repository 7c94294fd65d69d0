package org.escrowmq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.escrowmq.destination.EscrowQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asynchronous send (Messaging 7.3): order, threads, failures, and what waits for it. */
class AsyncSendTest {

    private final Queue queue = new EscrowQueue("work");
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private FakeProvider provider;
    private Session session;
    private MessageProducer producer;

    @BeforeEach
    void open() throws JMSException {
        provider = new FakeProvider();
        session = provider.session(Session.AUTO_ACKNOWLEDGE);
        producer = session.createProducer(queue);
    }

    @AfterEach
    void close() throws JMSException {
        provider.close();
    }

    @Test
    void listenersAreToldInTheOrderOfTheSendsAndNeverOnTheSendingThread() throws Exception {
        Thread sender = Thread.currentThread();
        for (int i = 0; i < 50; i++) {
            producer.send(session.createTextMessage("m" + i), listener((text, failure) ->
                    told.add(Thread.currentThread() == sender ? "on the sender's thread" : text)));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("m" + i);
        }
        assertThat(provider.drain(queue)).hasSize(50);
    }

    @Test
    void aFailedSendIsToldToItsListenerWithTheReason() throws Exception {
        provider.broker.failNext("send", new JMSException("disk full"));
        producer.send(session.createTextMessage("lost"),
                listener((text, failure) -> told.add(text + ": " + failure.getMessage())));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("lost: disk full");
    }

    @Test
    void closeWaitsUntilEverySendIsOverAndItsListenerToldSo() throws Exception {
        provider.broker.holdCompletions();
        producer.send(session.createTextMessage("one"), listener((text, failure) -> told.add(text)));
        producer.send(session.createTextMessage("two"), listener((text, failure) -> told.add(text + " " + failure)));
        CompletableFuture<Void> close = CompletableFuture.runAsync(() -> JmsRuntimeErrors.run(session::close));

        provider.broker.completeNext(null);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
        assertThat(close).isNotDone();
        provider.broker.completeNext(new JMSException("late failure"));
        close.get(10, TimeUnit.SECONDS);

        assertThat(told).hasSize(1).first().asString().contains("late failure");
    }

    @Test
    void closeWaitsForWhatAListenerInProgressSends() throws Exception {
        Queue orders = new EscrowQueue("orders");
        CountDownLatch closing = new CountDownLatch(1);
        provider.broker.holdCompletions();
        session.createConsumer(orders).setMessageListener(order -> {
            told.add("listener");
            JmsRuntimeErrors.run(() -> {
                awaitOrFail(closing);
                producer.send(session.createTextMessage("late"), listener((text, failure) -> told.add(text)));
            });
            told.add("sent");
        });
        provider.send(orders, "order");
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("listener");
        Thread close = new Thread(() -> JmsRuntimeErrors.run(session::close));
        close.start();
        await().until(() -> close.getState() == Thread.State.WAITING);
        closing.countDown();
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("sent");

        close.join(200);
        assertThat(close.isAlive()).as("still waits for the send").isTrue();
        provider.broker.completeNext(null);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("late");
        close.join();
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void completionsAreToldWhileTheConnectionIsStopped() throws Exception {
        provider.connection.stop();
        producer.send(session.createTextMessage("one"), listener((text, failure) -> told.add(text)));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
    }

    @Test
    void aCompletionListenerMustNotEndItsOwnSessionOrTransaction() throws Exception {
        Session transacted = provider.session(Session.SESSION_TRANSACTED);
        transacted.createProducer(queue).send(transacted.createTextMessage("one"), listener((text, failure) -> {
            told.add(outcome(transacted::commit));
            told.add(outcome(transacted::rollback));
            told.add(outcome(transacted::close));
            told.add(outcome(provider.connection::close));
        }));
        for (int i = 0; i < 4; i++) {
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("refused");
        }
        transacted.commit();
        assertThat(provider.drain(queue)).containsExactly("one");
    }

    @Test
    void aCompletionListenerMayStopAndStartItsConnection() throws Exception {
        producer.send(session.createTextMessage("one"), listener((text, failure) -> {
            told.add(outcome(provider.connection::stop));
            told.add(outcome(provider.connection::start));
        }));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("allowed");
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("allowed");
    }

    @Test
    void aCompletionListenerMayCloseAnyProducerButItsOwn() throws Exception {
        MessageProducer other = session.createProducer(queue);
        producer.send(session.createTextMessage("one"), listener((text, failure) -> {
            told.add(outcome(producer::close));
            told.add(outcome(other::close));
        }));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("refused");
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("allowed");
    }

    @Test
    void aCompletionListenerMayUseItsSession() throws Exception {
        producer.send(session.createTextMessage("one"), listener((text, failure) ->
                JmsRuntimeErrors.run(() -> session.createProducer(queue).send(session.createTextMessage("two")))));
        producer.close();
        assertThat(provider.drain(queue)).containsExactly("one", "two");
    }

    @Test
    void aNullListenerIsRefused() throws JMSException {
        Message message = session.createMessage();
        assertThatThrownBy(() -> producer.send(message, null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String outcome(JmsRuntimeErrors.Action action) {
        try {
            action.run();
            return "allowed";
        } catch (IllegalStateException e) {
            return "refused";
        } catch (JMSException e) {
            return e.toString();
        }
    }

    private static CompletionListener listener(Told told) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                onException(message, null);
            }

            @Override
            public void onException(Message message, Exception exception) {
                told.told(JmsRuntimeErrors.translate(((TextMessage) message)::getText), exception);
            }
        };
    }

    @FunctionalInterface
    private interface Told {
        void told(String text, Exception failure);
    }
}
