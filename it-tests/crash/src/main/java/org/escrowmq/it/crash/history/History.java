package org.escrowmq.it.crash.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the processes on one pair of stores have said, from the first to the last. For use by one thread at a time.
 */
public final class History {

    private final Map<String, Attempt> attempts = new LinkedHashMap<>();
    private final List<Attempt> latest = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final Set<Integer> brokerDied = ConcurrentHashMap.newKeySet();
    /**
     * Even while the broker serves, odd from its kill to the end of the process that worked with it, which may still
     * say what it has got before.
     */
    private final AtomicInteger brokerLife = new AtomicInteger();
    private volatile int cycle;

    /** A message that was received, by which transaction, and in which life of the broker. */
    record Receipt(Attempt attempt, Event.Received event, int brokerLife) {

        MessageId message() {
            return event.message();
        }

        /** Whether the broker surely had not been killed by itself since an earlier one. */
        boolean isInTheLifeOf(Receipt earlier) {
            return brokerLife == earlier.brokerLife && brokerLife % 2 == 0;
        }
    }

    /** The next process starts. */
    public void nextCycle() {
        cycle++;
        latest.clear();
        brokerLife.updateAndGet(life -> life % 2 == 0 ? life : life + 1);
    }

    /** The broker, which is not in the current process, is about to be killed. On any thread. */
    public void brokerDies() {
        brokerDied.add(cycle);
        brokerLife.incrementAndGet();
    }

    /** Whether the broker was killed by itself while the process of a transaction ran. */
    boolean hasBrokerDied(Attempt attempt) {
        return brokerDied.contains(attempt.cycle());
    }

    /**
     * Takes an event of the current process.
     *
     * @throws IllegalArgumentException if it belongs to no transaction that began
     */
    public void accept(Event event) {
        if (event instanceof Event.Begun begun) {
            Attempt attempt = new Attempt(begun, cycle);
            attempts.put(begun.transaction(), attempt);
            latest.add(attempt);
            return;
        }
        Attempt attempt = attempts.get(event.transaction());
        if (attempt == null) {
            throw new IllegalArgumentException("No transaction of that name has begun: " + event.line());
        }
        attempt.accept(event);
        if (event instanceof Event.Received received) {
            receipts.add(new Receipt(attempt, received, brokerLife.get()));
        }
    }

    /** How the transactions of the current process have ended, as far as it has said so. */
    public Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        latest.forEach(attempt -> counts.merge(attempt.outcome(), 1L, Long::sum));
        return counts;
    }

    /** All messages received, in the order in which it was said. */
    List<Receipt> receipts() {
        return receipts;
    }

    /** All transactions, in the order in which they began. */
    Collection<Attempt> attempts() {
        return attempts.values();
    }
}
