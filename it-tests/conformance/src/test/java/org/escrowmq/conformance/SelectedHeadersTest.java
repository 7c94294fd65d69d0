package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.Collections;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a selector sees of a message, and where one can be given: 3.8 to 3.8.1.3. */
class SelectedHeadersTest extends SelectorTest {

    @Test
    @Section("3.8")
    void consumerOfAQueueReceivesOnlyWhatItsSelectorSelects() throws JMSException {
        Session session = selecting();
        Queue queue = queue(session);
        MessageConsumer red = session.createConsumer(queue, "color = 'red'");
        MessageConsumer blue = session.createConsumer(queue, "color = 'blue'");
        sendColors(queue);
        assertThat(arrivedText(blue)).isEqualTo("blue");
        assertThat(arrivedText(red)).isEqualTo("red");
        assertThat(blue.receiveNoWait()).isNull();
        assertThat(red.receiveNoWait()).isNull();
    }

    @Test
    @Section("3.8")
    void consumersOfATopicReceiveOnlyWhatTheirSelectorsSelect() throws JMSException {
        Session session = selecting();
        Topic topic = topic(session);
        MessageConsumer blue = session.createConsumer(topic, "color = 'blue'");
        MessageConsumer any = session.createConsumer(topic, "color IS NOT NULL");
        sendColors(topic);
        assertThat(arrivedText(blue)).isEqualTo("blue");
        assertThat(arrivedText(any)).isEqualTo("red");
        assertThat(arrivedText(any)).isEqualTo("blue");
        assertThat(blue.receiveNoWait()).isNull();
    }

    @Test
    @Section("3.8")
    void durableAndSharedConsumersReceiveOnlyWhatTheirSelectorsSelect() throws JMSException {
        var connection = connection(uniqueName("client"));
        connection.start();
        Session session = connection.createSession();
        Topic topic = topic(session);
        String selector = "color = 'blue'";
        MessageConsumer[] consumers = {
            session.createDurableConsumer(topic, uniqueName("durable"), selector, false),
            session.createDurableSubscriber(topic, uniqueName("subscriber"), selector, false),
            session.createSharedConsumer(topic, uniqueName("shared"), selector),
            session.createSharedDurableConsumer(topic, uniqueName("sharedDurable"), selector)};
        sendColors(topic);
        for (MessageConsumer consumer : consumers) {
            assertThat(arrivedText(consumer)).isEqualTo("blue");
            assertThat(consumer.receiveNoWait()).isNull();
            assertThat(consumer.getMessageSelector()).isEqualTo(selector);
        }
    }

    @Test
    @Section("3.8")
    void browserShowsOnlyWhatItsSelectorSelects() throws JMSException {
        Session session = selecting();
        Queue queue = queue(session);
        sendColors(queue);
        QueueBrowser browser = session.createBrowser(queue, "color = 'blue'");
        Object[] shown = Collections.list((Enumeration<?>) browser.getEnumeration()).toArray();
        assertThat(shown).hasSize(1);
        assertThat(((TextMessage) shown[0]).getText()).isEqualTo("blue");
    }

    @Test
    @Section("3.8")
    void consumerOfAContextReceivesOnlyWhatItsSelectorSelects() throws JMSException {
        Queue queue = queue(selecting());
        JMSContext context = context();
        var consumer = context.createConsumer(queue, "color = 'blue'");
        sendColors(queue);
        assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("blue");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    private void sendColors(Destination destination) throws JMSException {
        try (var producer = selecting().createProducer(destination)) {
            for (String color : new String[] {"red", "blue"}) {
                TextMessage message = selecting().createTextMessage(color);
                message.setStringProperty("color", color);
                producer.send(message);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.8.1")
    void messagesOfEveryKindAreSelectedByTheirProperties(Kind kind) throws JMSException {
        Message selected = kind.create(selecting(), 1);
        selected.setIntProperty("number", 1);
        selects("number = 1", selected);
        Message ignored = kind.create(selecting(), 1);
        ignored.setIntProperty("number", 2);
        ignores("number = 1", ignored);
    }

    @Test
    @Section("3.8.1")
    void bodyCannotBeReferredTo() throws JMSException {
        MapMessage message = selecting().createMapMessage();
        message.setInt("entry", 1);
        selects("entry IS NULL", message);
        ignores("entry = 1", message);
    }

    @Test
    @Section("3.8.1")
    void headersAndPropertiesAreSelectedTogether() throws JMSException {
        Message car = message("color", "blue", "weight", 2501);
        car.setJMSType("car");
        selects("JMSType = 'car' AND color = 'blue' AND weight > 2500", car);
        Message light = message("color", "blue", "weight", 2500);
        light.setJMSType("car");
        ignores("JMSType = 'car' AND color = 'blue' AND weight > 2500", light);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JMSType", "JMSCorrelationID"})
    @Section("3.8.1.1")
    void headerOfTheClientIsSelectedAsAStringOrNull(String header) throws JMSException {
        selects(header + " IS NULL");
        ignores(header + " IS NOT NULL");
        ignores(header + " <> 'x'");
        Message message = message();
        message.setJMSType("x");
        message.setJMSCorrelationID("x");
        selects(header + " = 'x' AND " + header + " IN ('x') AND " + header + " LIKE '_'", message);
        selects(header + " IS NOT NULL", message);
        ignores(header + " <> 'x'", message);
    }

    @Test
    @Section("3.8.1.1")
    void messageIdIsSelectedAsAString() throws JMSException {
        Session session = selecting();
        Queue queue = queue(session);
        Message first = message();
        Message second = message();
        try (var producer = session.createProducer(queue)) {
            producer.send(first);
            producer.send(second);
        }
        MessageConsumer consumer = session.createConsumer(queue, "JMSMessageID = '" + second.getJMSMessageID() + "'");
        assertThat(arrived(consumer).getJMSMessageID()).isEqualTo(second.getJMSMessageID());
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    @Section("3.8.1.1")
    void messageIdIsSelectedByItsPrefix() throws JMSException {
        selects("JMSMessageID LIKE 'ID:%' AND JMSMessageID IS NOT NULL");
        ignores("JMSMessageID NOT LIKE 'ID:%'");
    }

    @Test
    @Section("3.8.1.1")
    void priorityIsSelectedAsANumber() throws JMSException {
        selects("JMSPriority = 4 AND JMSPriority + 1 = 5 AND JMSPriority BETWEEN 0 AND 4");
        ignores("JMSPriority > 4 OR JMSPriority = '4'");
        Session session = selecting();
        Queue queue = queue(session);
        session.createProducer(queue).send(message(), DeliveryMode.PERSISTENT, 8, 0);
        assertThat(session.createConsumer(queue, "JMSPriority > 7").receive(ARRIVES)).isNotNull();
    }

    @Test
    @Section("3.8.1.1")
    void timestampIsSelectedAsANumberOfMilliseconds() throws JMSException {
        long before = System.currentTimeMillis();
        selects("JMSTimestamp >= " + before + " AND JMSTimestamp < " + (before + 60_000));
        ignores("JMSTimestamp < " + before);
    }

    @Test
    @Section("3.8.1.3")
    void deliveryModeIsSelectedByItsName() throws JMSException {
        selects("JMSDeliveryMode = 'PERSISTENT'");
        ignores("JMSDeliveryMode = 'NON_PERSISTENT'");
        selects("JMSDeliveryMode <> 'NON_PERSISTENT' AND JMSDeliveryMode IN ('PERSISTENT')");
        Session session = selecting();
        Queue queue = queue(session);
        session.createProducer(queue).send(message(), DeliveryMode.NON_PERSISTENT, 4, 0);
        assertThat(session.createConsumer(queue, "JMSDeliveryMode = 'PERSISTENT'").receiveNoWait()).isNull();
        assertThat(session.createConsumer(queue, "JMSDeliveryMode = 'NON_PERSISTENT'").receive(ARRIVES)).isNotNull();
    }

    @Test
    @Section("3.8.1.3")
    void timesAreSelectedAsNumbersOfMilliseconds() throws JMSException {
        selects("due < 1700000000001", "due", 1_700_000_000_000L);
        ignores("due < 1700000000000", "due", 1_700_000_000_000L);
    }
}
