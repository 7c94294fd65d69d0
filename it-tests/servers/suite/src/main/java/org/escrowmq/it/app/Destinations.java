package org.escrowmq.it.app;

/** Where the application's destinations are in JNDI; the classes of {@code org.escrowmq.it.definition} define them. */
public final class Destinations {

    /** Orders; its consumer works in XA transactions. */
    public static final String ORDERS = "java:app/it/orders";
    /** A consumer with a selector. */
    public static final String SELECTED = "java:app/it/selected";
    /** A consumer without transaction that acknowledges automatically. */
    public static final String AUTOMATIC = "java:app/it/automatic";
    /** A consumer without transaction that acknowledges lazily. */
    public static final String LAZY = "java:app/it/lazy";
    /** A consumer that begins and ends its transactions itself. */
    public static final String BEAN_MANAGED = "java:app/it/bean-managed";
    /** No bean listens: for tests that receive themselves. */
    public static final String MANUAL = "java:app/it/manual";
    /** Events; has subscribers with and without durable subscription. */
    public static final String EVENTS = "java:app/it/events";

    /** The message property that the selector asks for. */
    public static final String KIND = "kind";
    /** Its value that the selector lets pass. */
    public static final String WANTED = "wanted";

    /** Where the resource adapter's own ironjacamar.xml binds its connection factory; nobody configured it. */
    public static final String CONNECTION_FACTORY = "java:/EscrowMQ";

    /** A connection factory that shows messages when their transaction is complete; defined there as well. */
    public static final String HELD_CONNECTION_FACTORY = "java:app/it/held";

    /** A connection factory, a queue and a topic as Messaging itself defines them. */
    public static final String JMS_FACTORY = "java:app/it/jms-factory";
    /** That queue. */
    public static final String JMS_QUEUE = "java:app/it/jms-queue";
    /** That topic. */
    public static final String JMS_TOPIC = "java:app/it/jms-topic";

    static final String ONLY_WANTED = KIND + " = '" + WANTED + "'";

    /** The resource adapter in the same EAR, as definitions name it. */
    public static final String NESTED = "#escrowmq-ra";
    /** The resource adapter that is deployed by itself. */
    public static final String STANDALONE = "escrowmq-ra";
    /** The class of a queue to be administered. */
    public static final String QUEUE = "org.escrowmq.ra.admin.AdminQueue";
    /** The class of a topic to be administered. */
    public static final String TOPIC = "org.escrowmq.ra.admin.AdminTopic";

    private Destinations() {
    }
}
