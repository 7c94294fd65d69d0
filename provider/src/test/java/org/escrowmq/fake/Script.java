package org.escrowmq.fake;

import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * What a test wants of the fake (failures, actions at a call, the thread of deliveries) and what it wants to know
 * afterwards (the history of calls).
 */
final class Script {

    /** What happens at the next call of a method. */
    private interface Step {
        void run() throws JMSException;
    }

    private final List<String> history = new ArrayList<>();
    private final Map<String, Deque<Step>> once = new HashMap<>();
    private final Map<String, JMSException> always = new HashMap<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private Executor deliveries = Runnable::run;

    /** Notes a call as {@code "who.method details"} and does what the test has scripted for it. */
    void call(String who, String method, String details) throws JMSException {
        Step step;
        JMSException failure;
        synchronized (this) {
            history.add(line(who, method, details));
            step = next(who + "." + method);
            if (step == null) {
                step = next(method);
            }
            failure = always.getOrDefault(who + "." + method, always.get(method));
        }
        if (step != null) {
            step.run();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Notes something that cannot fail. */
    synchronized void note(String who, String method, String details) {
        history.add(line(who, method, details));
    }

    synchronized void failNext(String method, JMSException failure) {
        script(method, () -> {
            throw failure;
        });
    }

    synchronized void onNext(String method, Runnable action) {
        script(method, action::run);
    }

    synchronized void failAlways(String method, JMSException failure) {
        always.put(method, failure);
    }

    synchronized void heal(String method) {
        always.remove(method);
        once.remove(method);
    }

    synchronized List<String> history(String... methods) {
        if (methods.length == 0) {
            return List.copyOf(history);
        }
        Set<String> wanted = Set.of(methods);
        return history.stream().filter(line -> wanted.contains(methodOf(line))).toList();
    }

    synchronized void clearHistory() {
        history.clear();
    }

    synchronized void deliverOn(Executor executor) {
        deliveries = executor;
    }

    synchronized void holdDeliveries() {
        deliveries = held::add;
    }

    void deliverHeld() {
        for (Runnable next = nextHeld(); next != null; next = nextHeld()) {
            next.run();
        }
    }

    /** Runs deliveries where the test wants them. Never called with a lock held. */
    void deliver(Runnable deliveriesOfOneQueue) {
        Executor executor;
        synchronized (this) {
            executor = deliveries;
        }
        executor.execute(deliveriesOfOneQueue);
    }

    private synchronized Runnable nextHeld() {
        return held.poll();
    }

    private void script(String method, Step step) {
        once.computeIfAbsent(method, m -> new ArrayDeque<>()).add(step);
    }

    private Step next(String method) {
        Deque<Step> steps = once.get(method);
        return steps == null ? null : steps.poll();
    }

    private static String line(String who, String method, String details) {
        String call = who.isEmpty() ? method : who + "." + method;
        return details.isEmpty() ? call : call + " " + details;
    }

    private static String methodOf(String line) {
        String call = line.contains(" ") ? line.substring(0, line.indexOf(' ')) : line;
        return call.substring(call.lastIndexOf('.') + 1);
    }
}
