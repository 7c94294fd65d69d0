package org.escrowmq.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.resource.AdministeredObjectDefinition;

/**
 * Defines the application's queue and topic, and holds the names under which its parts find them. Immutable.
 *
 * <p>{@code #escrowmq-ra} is the resource adapter in the same EAR.
 */
@ApplicationScoped
@AdministeredObjectDefinition(
        name = Destinations.ORDERS,
        interfaceName = "jakarta.jms.Queue",
        className = "org.escrowmq.ra.admin.AdminQueue",
        resourceAdapter = "#escrowmq-ra",
        properties = "physicalName=orders")
@AdministeredObjectDefinition(
        name = Destinations.EVENTS,
        interfaceName = "jakarta.jms.Topic",
        className = "org.escrowmq.ra.admin.AdminTopic",
        resourceAdapter = "#escrowmq-ra",
        properties = "physicalName=events")
public class Destinations {
    /** The queue with one message for each order. */
    static final String ORDERS = "java:app/jms/orders";
    /** The topic with one message for each confirmed order. */
    static final String EVENTS = "java:app/jms/events";
    /** The message property that holds the name of an {@link OrderKind}. */
    static final String KIND = "kind";
}
