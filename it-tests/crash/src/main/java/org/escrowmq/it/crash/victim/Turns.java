package org.escrowmq.it.crash.victim;

import java.util.concurrent.atomic.AtomicInteger;

/** The helper of the rules in {@code pressure.btm}. Thread-safe; what it knows is static, as in {@link Points}. */
public class Turns {

    private static final int EVERY = 12;
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** True for every twelfth who asks. */
    public boolean isTurn() {
        return COUNT.incrementAndGet() % EVERY == 0;
    }
}
