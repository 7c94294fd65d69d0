package org.escrowmq.it.app;

/** Where connection factories that take part in transactions in other ways are in JNDI. */
public final class Factories {

    /** Two phases. */
    public static final String XA = "java:app/it/xa";
    /** One phase. */
    public static final String LOCAL = "java:app/it/local";
    /** Each call at once. */
    public static final String NONE = "java:app/it/none";
    /** Out of JTA, whatever the pool says. */
    public static final String OPTED_OUT = "java:app/it/opted-out";
    /** Enlisted at the first use. */
    public static final String LAZY = "java:app/it/lazily";

    private Factories() {
    }
}
