package org.escrowmq.remote;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.escrowmq.broker.encoding.CoreMessages;
import org.escrowmq.broker.encoding.DeadLetterLabel;
import org.escrowmq.broker.encoding.DelayedCopy;
import org.escrowmq.broker.encoding.FailedDelivery;

/**
 * One delivery of a message, with all that is needed to send it on if the delivery fails: to wait in its queue, or as a
 * dead letter. What is sent on is a copy, which has everything of the message but the identifier by which Artemis tells
 * duplicates: it would be taken for one.
 *
 * <p>Safe for use by several threads.
 */
final class Attempt {

    /** Only this queue gets what is sent to such an address, whatever else is bound to it. */
    private static final String OF_ADDRESS = "::";

    private final ClientMessage message;
    private final byte[] body;
    private final SimpleString queue;
    private final SimpleString address;
    private final RoutingType type;
    private volatile FailedDelivery failure;

    /**
     * A message arrived.
     *
     * @param body its whole body
     * @param queue where it came from, which is bound to the address
     */
    Attempt(ClientMessage message, byte[] body, SimpleString queue, SimpleString address, RoutingType type) {
        this.message = message;
        this.body = body;
        this.queue = queue;
        this.address = address;
        this.type = type;
        this.failure = DelayedCopy.failureBefore(message);
    }

    /** The broker's number of the message. */
    long id() {
        return message.getMessageID();
    }

    /** Which delivery of the message this is, from 1. */
    int number() {
        return DelayedCopy.deliveriesBefore(message) + message.getDeliveryCount();
    }

    /** The application could not handle it. */
    void failed(Throwable cause) {
        failure = FailedDelivery.of(cause, number());
    }

    /** Why it is given up. */
    String cause() {
        return FailedDelivery.tooOften(number(), failure);
    }

    SimpleString address() {
        return address;
    }

    /** A copy that waits in the same queue, and in no other of its address. */
    ClientMessage delayed(long due) {
        ClientMessageImpl copy = copy(SimpleString.of(address + OF_ADDRESS + queue), type);
        DelayedCopy.mark(copy, number(), failure, due);
        return copy;
    }

    /** A copy for a dead letter queue, where it stays. */
    ClientMessage deadLetter(SimpleString deadLetters) {
        ClientMessageImpl copy = copy(deadLetters, RoutingType.ANYCAST);
        DelayedCopy.unmark(copy);
        copy.referenceOriginalMessage(message, queue);
        copy.setBrokerProperty(Message.HDR_ORIGINAL_ADDRESS, address);
        copy.setBrokerProperty(Message.HDR_ORIG_ROUTING_TYPE, type.getType());
        DeadLetterLabel.write(copy, cause(), address, type, number());
        return copy;
    }

    private ClientMessageImpl copy(SimpleString to, RoutingType toType) {
        ClientMessageImpl copy = new ClientMessageImpl(message.getType(), message.isDurable(), 0, 0,
                message.getPriority(), CoreMessages.USUAL_HEADER_BYTES + body.length);
        copy.moveHeadersAndProperties((CoreMessage) message);
        copy.removeProperty(Message.HDR_DUPLICATE_DETECTION_ID);
        copy.removeProperty(Message.HDR_BRIDGE_DUPLICATE_ID);
        copy.removeProperty(Message.HDR_LARGE_COMPRESSED);
        copy.removeProperty(Message.HDR_LARGE_BODY_SIZE);
        copy.setAddress(to);
        copy.setRoutingType(toType);
        copy.getBodyBuffer().writeBytes(body);
        return copy;
    }
}
