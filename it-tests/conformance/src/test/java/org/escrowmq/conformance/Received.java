package org.escrowmq.conformance;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it gets, and may hold up its caller. */
final class Received implements MessageListener {

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final CountDownLatch gate;
    private volatile boolean returned;

    private Received(CountDownLatch gate) {
        this.gate = gate;
    }

    static Received returning() {
        return new Received(new CountDownLatch(0));
    }

    /** One that does not return before it is {@link #release}d. */
    static Received blocking() {
        return new Received(new CountDownLatch(1));
    }

    @Override
    public void onMessage(Message message) {
        messages.add(message);
        await(gate);
        returned = true;
    }

    /** Lets the listener return. */
    void release() {
        gate.countDown();
    }

    /** True after it has returned for the first time. */
    boolean returned() {
        return returned;
    }

    /** The next message, which has to come. */
    Message next() throws InterruptedException {
        Message message = messages.poll(ConformanceTest.ARRIVES, TimeUnit.MILLISECONDS);
        if (message == null) {
            throw new AssertionError("The listener was not called within " + ConformanceTest.ARRIVES + " ms");
        }
        return message;
    }

    /** The texts of the next messages, which have to come. */
    List<String> texts(int count) throws InterruptedException, JMSException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            texts.add(((TextMessage) next()).getText());
        }
        return texts;
    }

    /** Fails if a message comes. */
    void nothing() throws InterruptedException {
        Message message = messages.poll(ConformanceTest.ABSENT, TimeUnit.MILLISECONDS);
        if (message != null) {
            throw new AssertionError("The listener should not be called, but was with " + message);
        }
    }

    /** Waits for a latch, inside a callback where nothing may be thrown. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(ConformanceTest.ARRIVES, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Not released within " + ConformanceTest.ARRIVES + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
