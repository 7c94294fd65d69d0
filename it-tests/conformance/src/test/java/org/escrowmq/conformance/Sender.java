package org.escrowmq.conformance;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;

/** A producer of either API that has no destination of its own. */
interface Sender {

    void setDeliveryMode(int mode) throws JMSException;

    int getDeliveryMode() throws JMSException;

    void setPriority(int priority) throws JMSException;

    int getPriority() throws JMSException;

    void setTimeToLive(long millis) throws JMSException;

    long getTimeToLive() throws JMSException;

    void setDeliveryDelay(long millis) throws JMSException;

    long getDeliveryDelay() throws JMSException;

    void send(Destination destination, Message message) throws JMSException;

    void send(Destination destination, Message message, CompletionListener listener) throws JMSException;

    /** Closes it, if this API closes producers. */
    void close() throws JMSException;

    /** One of the classic API. */
    static Sender of(MessageProducer producer) {
        return new Sender() {
            @Override
            public void setDeliveryMode(int mode) throws JMSException {
                producer.setDeliveryMode(mode);
            }

            @Override
            public int getDeliveryMode() throws JMSException {
                return producer.getDeliveryMode();
            }

            @Override
            public void setPriority(int priority) throws JMSException {
                producer.setPriority(priority);
            }

            @Override
            public int getPriority() throws JMSException {
                return producer.getPriority();
            }

            @Override
            public void setTimeToLive(long millis) throws JMSException {
                producer.setTimeToLive(millis);
            }

            @Override
            public long getTimeToLive() throws JMSException {
                return producer.getTimeToLive();
            }

            @Override
            public void setDeliveryDelay(long millis) throws JMSException {
                producer.setDeliveryDelay(millis);
            }

            @Override
            public long getDeliveryDelay() throws JMSException {
                return producer.getDeliveryDelay();
            }

            @Override
            public void send(Destination destination, Message message) throws JMSException {
                producer.send(destination, message);
            }

            @Override
            public void send(Destination destination, Message message, CompletionListener listener)
                    throws JMSException {
                producer.send(destination, message, listener);
            }

            @Override
            public void close() throws JMSException {
                producer.close();
            }
        };
    }

    /** One of the simplified API. */
    static Sender of(JMSProducer producer) {
        return new Sender() {
            @Override
            public void setDeliveryMode(int mode) {
                producer.setDeliveryMode(mode);
            }

            @Override
            public int getDeliveryMode() {
                return producer.getDeliveryMode();
            }

            @Override
            public void setPriority(int priority) {
                producer.setPriority(priority);
            }

            @Override
            public int getPriority() {
                return producer.getPriority();
            }

            @Override
            public void setTimeToLive(long millis) {
                producer.setTimeToLive(millis);
            }

            @Override
            public long getTimeToLive() {
                return producer.getTimeToLive();
            }

            @Override
            public void setDeliveryDelay(long millis) {
                producer.setDeliveryDelay(millis);
            }

            @Override
            public long getDeliveryDelay() {
                return producer.getDeliveryDelay();
            }

            @Override
            public void send(Destination destination, Message message) {
                producer.setAsync(null).send(destination, message);
            }

            @Override
            public void send(Destination destination, Message message, CompletionListener listener) {
                producer.setAsync(listener).send(destination, message);
            }

            @Override
            public void close() {
                producer.setAsync(null);
            }
        };
    }
}
