package org.escrowmq.ra.kit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Messages in order, and consumers that wait for one. */
public final class FakeQueue {

    private final String name;
    private final Deque<FakeMessage> messages = new ArrayDeque<>();
    private final Deque<FakeConsumer> waiting = new ArrayDeque<>();

    FakeQueue(String name) {
        this.name = name;
    }

    /** Adds a message and tells the consumer that has waited longest. */
    public void put(String text) {
        add(new FakeMessage(name + "-" + text, text));
    }

    void add(FakeMessage message) {
        messages.add(message);
        wake();
    }

    void putBack(FakeMessage message) {
        messages.addFirst(message);
        wake();
    }

    void wake() {
        while (!messages.isEmpty() && !waiting.isEmpty()) {
            waiting.poll().reserve(messages.poll());
        }
    }

    FakeMessage poll() {
        return messages.poll();
    }

    void await(FakeConsumer consumer) {
        waiting.add(consumer);
        wake();
    }

    void forget(FakeConsumer consumer) {
        waiting.remove(consumer);
    }

    /** Texts of what is here and not reserved for anybody. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        messages.forEach(message -> texts.add(message.getText()));
        return texts;
    }

    public int waiting() {
        return waiting.size();
    }
}
