package org.escrowmq.broker;

import jakarta.jms.JMSException;

/** Is told what a {@link BrokerConsumer} receives. Called on threads of the broker's, in order; must not block. */
public interface DeliveryListener {

    /** A message was asked for and is here. */
    void onDelivery(Delivery delivery);

    /** The broker ended the consumer by itself, for instance because its queue was deleted. */
    void onClosedByBroker(JMSException reason);
}
