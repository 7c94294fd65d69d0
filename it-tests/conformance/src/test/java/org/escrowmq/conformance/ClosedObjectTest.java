package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What closed connections, sessions, producers and consumers refuse, method by method. */
class ClosedObjectTest extends ClientTest {

    private interface Use<T> {
        void of(T object) throws JMSException;
    }

    private static <T> Named<Use<T>> use(String name, Use<T> use) {
        return Named.of(name, use);
    }

    static Stream<Named<Use<Connection>>> connectionUses() {
        return Stream.of(
                use("createSession()", Connection::createSession),
                use("createSession(int)", connection -> connection.createSession(Session.CLIENT_ACKNOWLEDGE)),
                use("createSession(boolean, int)",
                        connection -> connection.createSession(false, Session.AUTO_ACKNOWLEDGE)),
                use("getClientID", Connection::getClientID),
                use("setClientID", connection -> connection.setClientID(uniqueName("client"))),
                use("getMetaData", Connection::getMetaData),
                use("getExceptionListener", Connection::getExceptionListener),
                use("setExceptionListener", connection -> connection.setExceptionListener(exception -> { })),
                use("start", Connection::start),
                use("stop", Connection::stop));
    }

    /** A session with destinations that were made while it was open. */
    private record Sample(Session session, Queue queue, Topic topic) { }

    static Stream<Named<Use<Sample>>> sessionUses() {
        return Stream.of(
                use("createMessage", sample -> sample.session.createMessage()),
                use("createTextMessage()", sample -> sample.session.createTextMessage()),
                use("createTextMessage(String)", sample -> sample.session.createTextMessage("a")),
                use("createBytesMessage", sample -> sample.session.createBytesMessage()),
                use("createMapMessage", sample -> sample.session.createMapMessage()),
                use("createStreamMessage", sample -> sample.session.createStreamMessage()),
                use("createObjectMessage()", sample -> sample.session.createObjectMessage()),
                use("createObjectMessage(Serializable)", sample -> sample.session.createObjectMessage("a")),
                use("getTransacted", sample -> sample.session.getTransacted()),
                use("getAcknowledgeMode", sample -> sample.session.getAcknowledgeMode()),
                use("recover", sample -> sample.session.recover()),
                use("createProducer", sample -> sample.session.createProducer(sample.queue)),
                use("createConsumer", sample -> sample.session.createConsumer(sample.queue)),
                use("createConsumer with selector", sample -> sample.session.createConsumer(sample.queue, "1=1")),
                use("createSharedConsumer", sample -> sample.session.createSharedConsumer(sample.topic, "name")),
                use("createDurableConsumer", sample -> sample.session.createDurableConsumer(sample.topic, "name")),
                use("createDurableSubscriber", sample -> sample.session.createDurableSubscriber(sample.topic, "name")),
                use("createSharedDurableConsumer",
                        sample -> sample.session.createSharedDurableConsumer(sample.topic, "name")),
                use("createBrowser", sample -> sample.session.createBrowser(sample.queue)),
                use("createQueue", sample -> sample.session.createQueue("name")),
                use("createTopic", sample -> sample.session.createTopic("name")),
                use("createTemporaryQueue", sample -> sample.session.createTemporaryQueue()),
                use("createTemporaryTopic", sample -> sample.session.createTemporaryTopic()),
                use("unsubscribe", sample -> sample.session.unsubscribe("name")));
    }

    static Stream<Named<Use<MessageConsumer>>> consumerUses() {
        return Stream.of(
                use("receive()", MessageConsumer::receive),
                use("receive(long)", consumer -> consumer.receive(1)),
                use("receiveNoWait", MessageConsumer::receiveNoWait),
                use("getMessageSelector", MessageConsumer::getMessageSelector),
                use("getMessageListener", MessageConsumer::getMessageListener),
                use("setMessageListener", consumer -> consumer.setMessageListener(message -> { })));
    }

    static Stream<Named<Use<MessageProducer>>> producerUses() {
        return Stream.of(
                use("getDeliveryMode", MessageProducer::getDeliveryMode),
                use("setDeliveryMode", producer -> producer.setDeliveryMode(1)),
                use("getPriority", MessageProducer::getPriority),
                use("setPriority", producer -> producer.setPriority(1)),
                use("getTimeToLive", MessageProducer::getTimeToLive),
                use("setTimeToLive", producer -> producer.setTimeToLive(1)),
                use("getDisableMessageID", MessageProducer::getDisableMessageID),
                use("setDisableMessageID", producer -> producer.setDisableMessageID(true)),
                use("getDisableMessageTimestamp", MessageProducer::getDisableMessageTimestamp),
                use("setDisableMessageTimestamp", producer -> producer.setDisableMessageTimestamp(true)),
                use("getDestination", MessageProducer::getDestination));
    }

    private static Named<BiConsumer<JMSContext, Topic>> ofContext(String name, BiConsumer<JMSContext, Topic> use) {
        return Named.of(name, use);
    }

    static Stream<Named<BiConsumer<JMSContext, Topic>>> contextUses() {
        return Stream.of(
                ofContext("createProducer", (context, topic) -> context.createProducer()),
                ofContext("createMessage", (context, topic) -> context.createMessage()),
                ofContext("createTextMessage", (context, topic) -> context.createTextMessage("a")),
                ofContext("createBytesMessage", (context, topic) -> context.createBytesMessage()),
                ofContext("createMapMessage", (context, topic) -> context.createMapMessage()),
                ofContext("createStreamMessage", (context, topic) -> context.createStreamMessage()),
                ofContext("createObjectMessage", (context, topic) -> context.createObjectMessage((Serializable) "a")),
                ofContext("recover", (context, topic) -> context.recover()),
                ofContext("createConsumer", (context, topic) -> context.createConsumer(topic)),
                ofContext("createSharedConsumer", (context, topic) -> context.createSharedConsumer(topic, "name")),
                ofContext("createDurableConsumer", (context, topic) -> context.createDurableConsumer(topic, "name")),
                ofContext("createSharedDurableConsumer",
                        (context, topic) -> context.createSharedDurableConsumer(topic, "name")),
                ofContext("createQueue", (context, topic) -> context.createQueue("name")),
                ofContext("createTopic", (context, topic) -> context.createTopic("name")),
                ofContext("createTemporaryQueue", (context, topic) -> context.createTemporaryQueue()),
                ofContext("createTemporaryTopic", (context, topic) -> context.createTemporaryTopic()),
                ofContext("unsubscribe", (context, topic) -> context.unsubscribe("name")),
                ofContext("acknowledge", (context, topic) -> context.acknowledge()));
    }

    /** What a context does with its connection, which may be open although the context is closed. */
    static Stream<Named<BiConsumer<JMSContext, Topic>>> contextUsesOfItsConnection() {
        return Stream.of(
                ofContext("getClientID", (context, topic) -> context.getClientID()),
                ofContext("setClientID", (context, topic) -> context.setClientID("client")),
                ofContext("getMetaData", (context, topic) -> context.getMetaData()),
                ofContext("getExceptionListener", (context, topic) -> context.getExceptionListener()),
                ofContext("setExceptionListener", (context, topic) -> context.setExceptionListener(null)),
                ofContext("start", (context, topic) -> context.start()),
                ofContext("stop", (context, topic) -> context.stop()));
    }

    @Section("6.1.8")
    @ParameterizedTest
    @MethodSource("connectionUses")
    void closedConnectionIsNotUsed(Use<Connection> use) throws JMSException {
        Connection connection = connection();
        connection.close();
        assertThatThrownBy(() -> use.of(connection)).isInstanceOf(IllegalStateException.class);
    }

    @Section("6.1.8")
    @ParameterizedTest
    @MethodSource("sessionUses")
    void sessionOfAClosedConnectionIsNotUsed(Use<Sample> use) throws JMSException {
        Connection connection = connection(uniqueName("client"));
        Session session = connection.createSession();
        Sample sample = new Sample(session, queue(session), topic(session));
        connection.close();
        assertThatThrownBy(() -> use.of(sample)).isInstanceOf(IllegalStateException.class);
    }

    @Section("6.2.15")
    @ParameterizedTest
    @MethodSource("sessionUses")
    void closedSessionIsNotUsed(Use<Sample> use) throws JMSException {
        Session session = connection(uniqueName("client")).createSession();
        Sample sample = new Sample(session, queue(session), topic(session));
        session.close();
        assertThatThrownBy(() -> use.of(sample)).isInstanceOf(IllegalStateException.class);
    }

    @Section("6.1.8")
    @ParameterizedTest
    @MethodSource("consumerUses")
    void consumerOfAClosedConnectionIsNotUsed(Use<MessageConsumer> use) throws JMSException {
        Connection connection = connection();
        connection.start();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(queue(session));
        connection.close();
        assertThatThrownBy(() -> use.of(consumer)).isInstanceOf(IllegalStateException.class);
    }

    @Section("6.2.15")
    @ParameterizedTest
    @MethodSource("consumerUses")
    void consumerOfAClosedSessionIsNotUsed(Use<MessageConsumer> use) throws JMSException {
        Session session = session();
        MessageConsumer consumer = session.createConsumer(queue(session));
        session.close();
        assertThatThrownBy(() -> use.of(consumer)).isInstanceOf(IllegalStateException.class);
    }

    @Section("8.8")
    @ParameterizedTest
    @MethodSource("consumerUses")
    void closedConsumerIsNotUsed(Use<MessageConsumer> use) throws JMSException {
        Session session = session();
        MessageConsumer consumer = session.createConsumer(queue(session));
        consumer.close();
        assertThatThrownBy(() -> use.of(consumer)).isInstanceOf(IllegalStateException.class);
    }

    @Section("6.1.8")
    @ParameterizedTest
    @MethodSource("producerUses")
    void producerOfAClosedConnectionIsNotUsed(Use<MessageProducer> use) throws JMSException {
        Connection connection = connection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue(session));
        connection.close();
        assertThatThrownBy(() -> use.of(producer)).isInstanceOf(IllegalStateException.class);
    }

    @Section("6.2.15")
    @ParameterizedTest
    @MethodSource("producerUses")
    void producerOfAClosedSessionIsNotUsed(Use<MessageProducer> use) throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        session.close();
        assertThatThrownBy(() -> use.of(producer)).isInstanceOf(IllegalStateException.class);
    }

    @Section("7.1")
    @ParameterizedTest
    @MethodSource("producerUses")
    void closedProducerIsNotUsed(Use<MessageProducer> use) throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        producer.close();
        assertThatThrownBy(() -> use.of(producer)).isInstanceOf(IllegalStateException.class);
    }

    @Section("7.1")
    @Test
    void closedProducerSendsNothing() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        TextMessage message = session.createTextMessage("a");
        MessageProducer producer = session.createProducer(queue);
        producer.close();
        assertThatThrownBy(() -> producer.send(message)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> producer.send(message, 2, 4, 0)).isInstanceOf(IllegalStateException.class);
        MessageProducer open = session.createProducer(null);
        open.close();
        assertThatThrownBy(() -> open.send(queue, message)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> open.send(queue, message, 2, 4, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Section("6.2.15")
    @Test
    void closedTransactedSessionNeitherCommitsNorRollsBack() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        session.close();
        assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(IllegalStateException.class);
    }

    @Section("6.2.15")
    @Test
    void closedTransactedContextNeitherCommitsNorRollsBack() {
        JMSContext context = context(JMSContext.SESSION_TRANSACTED);
        context.createTemporaryQueue();
        context.close();
        assertThatThrownBy(context::commit).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(context::rollback).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Section("6.2.15")
    @ParameterizedTest
    @MethodSource({"contextUses", "contextUsesOfItsConnection"})
    void closedContextIsNotUsed(BiConsumer<JMSContext, Topic> use) {
        JMSContext context = context();
        Topic topic = context.createTopic(uniqueName("topic"));
        context.close();
        assertThatThrownBy(() -> use.accept(context, topic)).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Section("6.2.15")
    @ParameterizedTest
    @MethodSource("contextUses")
    void closedContextIsNotUsedWhileAnotherKeepsItsConnection(BiConsumer<JMSContext, Topic> use) {
        JMSContext other = context();
        JMSContext context = closing(other.createContext(JMSContext.AUTO_ACKNOWLEDGE));
        Topic topic = context.createTopic(uniqueName("topic"));
        context.close();
        assertThatThrownBy(() -> use.accept(context, topic)).isInstanceOf(IllegalStateRuntimeException.class);
        assertThat(other.createTextMessage("still open")).isNotNull();
    }

    @Section("6.2.15")
    @KnownDifference("creates one, which is of no use; 6.1.8 wants an exception")
    @Test
    void closedContextCreatesNoContext() {
        JMSContext context = context();
        context.close();
        assertThatThrownBy(() -> closing(context.createContext(JMSContext.AUTO_ACKNOWLEDGE)))
                .isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Section("7.1")
    @KnownDifference("does not look whether the producer is closed; 6.2.15 wants an exception")
    @Test
    void closedProducerHasNoDeliveryDelay() throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        session.close();
        assertThatThrownBy(producer::getDeliveryDelay).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> producer.setDeliveryDelay(1)).isInstanceOf(IllegalStateException.class);
    }
}
