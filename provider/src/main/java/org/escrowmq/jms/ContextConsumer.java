package org.escrowmq.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import org.escrowmq.message.EscrowMessage;

/** A consumer of the simplified API (specification 8.1) on one of the classic API. Used by its context's thread. */
final class ContextConsumer implements JMSConsumer {

    private final ConnectionContext context;
    private final MessageConsumer consumer;
    private MessageListener listener;

    ContextConsumer(ConnectionContext context, MessageConsumer consumer) {
        this.context = context;
        this.consumer = consumer;
    }

    @Override
    public String getMessageSelector() {
        return JmsRuntimeErrors.translate(consumer::getMessageSelector);
    }

    @Override
    public MessageListener getMessageListener() {
        return JmsRuntimeErrors.translate(consumer::getMessageListener) == null ? null : listener;
    }

    @Override
    public void setMessageListener(MessageListener listener) {
        JmsRuntimeErrors.run(() -> consumer.setMessageListener(
                listener == null ? null : message -> listener.onMessage(context.received(message))));
        this.listener = listener;
    }

    @Override
    public Message receive() {
        return context.received(JmsRuntimeErrors.translate(consumer::receive));
    }

    @Override
    public Message receive(long timeout) {
        return context.received(JmsRuntimeErrors.translate(() -> consumer.receive(timeout)));
    }

    @Override
    public Message receiveNoWait() {
        return context.received(JmsRuntimeErrors.translate(consumer::receiveNoWait));
    }

    @Override
    public <T> T receiveBody(Class<T> type) {
        return receiveBody(type, 0L);
    }

    @Override
    public <T> T receiveBody(Class<T> type, long timeout) {
        return JmsRuntimeErrors.translate(() -> body(BodyConsumer.receive(consumer, type, timeout), type));
    }

    @Override
    public <T> T receiveBodyNoWait(Class<T> type) {
        return JmsRuntimeErrors.translate(() -> body(
                BodyConsumer.receive(consumer, type, BodyConsumer.NO_WAIT), type));
    }

    @Override
    public void close() {
        JmsRuntimeErrors.run(consumer::close);
    }

    private <T> T body(Message message, Class<T> type) throws JMSException {
        if (context.received(message) == null) {
            return null;
        }
        T body = isOfKindWithBody(message) ? message.getBody(type) : null;
        if (body == null) {
            throw notReceivable(message, type);
        }
        return body;
    }

    /** Only these four kinds have a body that can be received without the message (specification 8.6). */
    private static boolean isOfKindWithBody(Message message) {
        return message instanceof TextMessage || message instanceof ObjectMessage
                || message instanceof BytesMessage || message instanceof MapMessage;
    }

    /** True if {@code receiveBody} can return the body of a message as some type. */
    static boolean hasBody(EscrowMessage message) {
        return isOfKindWithBody(message) && message.hasBody();
    }

    /** Asks the message itself for its reason: it may be a class that has to be allowed first. */
    static MessageFormatException notReceivable(Message message, Class<?> type) throws JMSException {
        String start = "The body of " + message.getClass().getSimpleName() + " " + message.getJMSMessageID()
                + " cannot be received as " + type.getName();
        try {
            if (isOfKindWithBody(message)) {
                message.getBody(type);
            }
            return new MessageFormatException(start + ": there is none");
        } catch (MessageFormatException e) {
            MessageFormatException refusal = new MessageFormatException(start + ": " + e.getMessage());
            refusal.initCause(e);
            return refusal;
        }
    }
}
