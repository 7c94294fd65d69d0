package org.escrowmq.it.app;

import jakarta.ejb.Singleton;
import jakarta.resource.AdministeredObjectDefinition;

/**
 * The application's destinations: administered objects of the nested resource adapter, defined in the standard way.
 * Has no state; a bean only so that the container reads its annotations.
 */
@Singleton
@AdministeredObjectDefinition(name = Destinations.ORDERS, resourceAdapter = Destinations.ADAPTER,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE, properties = "physicalName=it.orders")
@AdministeredObjectDefinition(name = Destinations.SELECTED, resourceAdapter = Destinations.ADAPTER,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE, properties = "physicalName=it.selected")
@AdministeredObjectDefinition(name = Destinations.AUTOMATIC, resourceAdapter = Destinations.ADAPTER,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE, properties = "physicalName=it.automatic")
@AdministeredObjectDefinition(name = Destinations.LAZY, resourceAdapter = Destinations.ADAPTER,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE, properties = "physicalName=it.lazy")
@AdministeredObjectDefinition(name = Destinations.MANUAL, resourceAdapter = Destinations.ADAPTER,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE, properties = "physicalName=it.manual")
@AdministeredObjectDefinition(name = Destinations.EVENTS, resourceAdapter = Destinations.ADAPTER,
        interfaceName = "jakarta.jms.Topic", className = Destinations.TOPIC, properties = "physicalName=it.events")
public class Destinations {

    /** Orders; its consumer works in XA transactions. */
    public static final String ORDERS = "java:app/it/orders";
    /** A consumer with a selector. */
    public static final String SELECTED = "java:app/it/selected";
    /** A consumer without transaction that acknowledges automatically. */
    public static final String AUTOMATIC = "java:app/it/automatic";
    /** A consumer without transaction that acknowledges lazily. */
    public static final String LAZY = "java:app/it/lazy";
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

    static final String ONLY_WANTED = KIND + " = '" + WANTED + "'";
    static final String ADAPTER = "#escrowmq-ra";
    static final String QUEUE = "org.escrowmq.ra.admin.AdminQueue";
    static final String TOPIC = "org.escrowmq.ra.admin.AdminTopic";

    /** For the container. */
    public Destinations() {
    }
}
