package org.escrowmq.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A producer of the simplified API (specification 7.1) on one of the classic API. The properties and headers to set on
 * each message are kept in a message of the session's, which brings the rules of names, types and conversions with it.
 */
final class ContextProducer implements JMSProducer {

    private final Session session;
    private final MessageProducer producer;
    private final Message prototype;
    private final Runnable asyncCheck;
    private CompletionListener async;
    private boolean correlationIsBytes;

    /**
     * Creates a producer on a session.
     *
     * @param asyncCheck throws if messages must not be sent asynchronously here
     */
    ContextProducer(Session session, Runnable asyncCheck) throws JMSException {
        this.asyncCheck = asyncCheck;
        this.session = session;
        this.producer = session.createProducer(null);
        this.prototype = session.createMessage();
    }

    @Override
    public JMSProducer send(Destination destination, Message message) {
        return set(() -> {
            if (message == null) {
                throw new MessageFormatException("The message to send is null");
            }
            decorate(message);
            if (async == null) {
                producer.send(destination, message);
            } else {
                producer.send(destination, message, async);
            }
        });
    }

    @Override
    public JMSProducer send(Destination destination, String body) {
        return send(destination, JmsRuntimeErrors.translate(() -> session.createTextMessage(body)));
    }

    @Override
    public JMSProducer send(Destination destination, Map<String, Object> body) {
        return send(destination, JmsRuntimeErrors.translate(() -> {
            MapMessage message = session.createMapMessage();
            if (body != null) {
                for (Map.Entry<String, Object> entry : body.entrySet()) {
                    message.setObject(entry.getKey(), entry.getValue());
                }
            }
            return message;
        }));
    }

    @Override
    public JMSProducer send(Destination destination, byte[] body) {
        return send(destination, JmsRuntimeErrors.translate(() -> {
            BytesMessage message = session.createBytesMessage();
            if (body != null) {
                message.writeBytes(body);
            }
            return message;
        }));
    }

    @Override
    public JMSProducer send(Destination destination, Serializable body) {
        return send(destination, JmsRuntimeErrors.translate(() -> session.createObjectMessage(body)));
    }

    /** What was set on this producer replaces what is set on the message (specification 7.1). */
    private void decorate(Message message) throws JMSException {
        for (String name : getPropertyNames()) {
            message.setObjectProperty(name, prototype.getObjectProperty(name));
        }
        if (correlationIsBytes) {
            message.setJMSCorrelationIDAsBytes(prototype.getJMSCorrelationIDAsBytes());
        } else if (prototype.getJMSCorrelationID() != null) {
            message.setJMSCorrelationID(prototype.getJMSCorrelationID());
        }
        if (prototype.getJMSType() != null) {
            message.setJMSType(prototype.getJMSType());
        }
        if (prototype.getJMSReplyTo() != null) {
            message.setJMSReplyTo(prototype.getJMSReplyTo());
        }
    }

    @Override
    public JMSProducer setDisableMessageID(boolean value) {
        return set(() -> producer.setDisableMessageID(value));
    }

    @Override
    public boolean getDisableMessageID() {
        return JmsRuntimeErrors.translate(producer::getDisableMessageID);
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean value) {
        return set(() -> producer.setDisableMessageTimestamp(value));
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return JmsRuntimeErrors.translate(producer::getDisableMessageTimestamp);
    }

    @Override
    public JMSProducer setDeliveryMode(int deliveryMode) {
        return set(() -> producer.setDeliveryMode(deliveryMode));
    }

    @Override
    public int getDeliveryMode() {
        return JmsRuntimeErrors.translate(producer::getDeliveryMode);
    }

    @Override
    public JMSProducer setPriority(int priority) {
        return set(() -> producer.setPriority(priority));
    }

    @Override
    public int getPriority() {
        return JmsRuntimeErrors.translate(producer::getPriority);
    }

    @Override
    public JMSProducer setTimeToLive(long timeToLive) {
        return set(() -> producer.setTimeToLive(timeToLive));
    }

    @Override
    public long getTimeToLive() {
        return JmsRuntimeErrors.translate(producer::getTimeToLive);
    }

    @Override
    public JMSProducer setDeliveryDelay(long deliveryDelay) {
        return set(() -> producer.setDeliveryDelay(deliveryDelay));
    }

    @Override
    public long getDeliveryDelay() {
        return JmsRuntimeErrors.translate(producer::getDeliveryDelay);
    }

    @Override
    public JMSProducer setAsync(CompletionListener completionListener) {
        if (completionListener != null) {
            asyncCheck.run();
        }
        async = completionListener;
        return this;
    }

    @Override
    public CompletionListener getAsync() {
        return async;
    }

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return set(() -> prototype.setBooleanProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return set(() -> prototype.setByteProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return set(() -> prototype.setShortProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return set(() -> prototype.setIntProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return set(() -> prototype.setLongProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return set(() -> prototype.setFloatProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return set(() -> prototype.setDoubleProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, String value) {
        return set(() -> prototype.setStringProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, Object value) {
        return set(() -> prototype.setObjectProperty(name, value));
    }

    @Override
    public JMSProducer clearProperties() {
        return set(prototype::clearProperties);
    }

    @Override
    public boolean propertyExists(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.propertyExists(name));
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.getBooleanProperty(name));
    }

    @Override
    public byte getByteProperty(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.getByteProperty(name));
    }

    @Override
    public short getShortProperty(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.getShortProperty(name));
    }

    @Override
    public int getIntProperty(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.getIntProperty(name));
    }

    @Override
    public long getLongProperty(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.getLongProperty(name));
    }

    @Override
    public float getFloatProperty(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.getFloatProperty(name));
    }

    @Override
    public double getDoubleProperty(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.getDoubleProperty(name));
    }

    @Override
    public String getStringProperty(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.getStringProperty(name));
    }

    @Override
    public Object getObjectProperty(String name) {
        return JmsRuntimeErrors.translate(() -> prototype.getObjectProperty(name));
    }

    @Override
    public Set<String> getPropertyNames() {
        // A view, by the Javadoc of this method: what is set or cleared later shows in it.
        return Collections.unmodifiableSet(new AbstractSet<>() {
            @Override
            public Iterator<String> iterator() {
                return propertyNames().iterator();
            }

            @Override
            public int size() {
                return propertyNames().size();
            }
        });
    }

    private Set<String> propertyNames() {
        Set<String> names = new LinkedHashSet<>();
        Enumeration<?> existing = JmsRuntimeErrors.translate(prototype::getPropertyNames);
        while (existing.hasMoreElements()) {
            names.add((String) existing.nextElement());
        }
        return names;
    }

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte[] correlationID) {
        correlationIsBytes = correlationID != null;
        return set(() -> prototype.setJMSCorrelationIDAsBytes(correlationID));
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        return JmsRuntimeErrors.translate(prototype::getJMSCorrelationIDAsBytes);
    }

    @Override
    public JMSProducer setJMSCorrelationID(String correlationID) {
        correlationIsBytes = false;
        return set(() -> prototype.setJMSCorrelationID(correlationID));
    }

    @Override
    public String getJMSCorrelationID() {
        return JmsRuntimeErrors.translate(prototype::getJMSCorrelationID);
    }

    @Override
    public JMSProducer setJMSType(String type) {
        return set(() -> prototype.setJMSType(type));
    }

    @Override
    public String getJMSType() {
        return JmsRuntimeErrors.translate(prototype::getJMSType);
    }

    @Override
    public JMSProducer setJMSReplyTo(Destination replyTo) {
        return set(() -> prototype.setJMSReplyTo(replyTo));
    }

    @Override
    public Destination getJMSReplyTo() {
        return JmsRuntimeErrors.translate(prototype::getJMSReplyTo);
    }

    private JMSProducer set(JmsRuntimeErrors.Action step) {
        JmsRuntimeErrors.run(step);
        return this;
    }
}
