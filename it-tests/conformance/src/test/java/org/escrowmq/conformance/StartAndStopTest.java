package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StartAndStopTest extends ClientTest {

    /** One way in which a context creates a consumer on a topic. */
    private interface Creation {
        JMSConsumer of(JMSContext context, Topic topic, String name);
    }

    static Stream<Named<Creation>> creations() {
        return Stream.of(
                Named.of("createConsumer", (context, topic, name) -> context.createConsumer(topic)),
                Named.of("createConsumer with selector",
                        (context, topic, name) -> context.createConsumer(topic, "1=1")),
                Named.of("createConsumer with noLocal",
                        (context, topic, name) -> context.createConsumer(topic, "1=1", false)),
                Named.of("createSharedConsumer", (context, topic, name) -> context.createSharedConsumer(topic, name)),
                Named.of("createSharedConsumer with selector",
                        (context, topic, name) -> context.createSharedConsumer(topic, name, "1=1")),
                Named.of("createDurableConsumer", (context, topic, name) -> context.createDurableConsumer(topic, name)),
                Named.of("createDurableConsumer with selector",
                        (context, topic, name) -> context.createDurableConsumer(topic, name, "1=1", false)),
                Named.of("createSharedDurableConsumer",
                        (context, topic, name) -> context.createSharedDurableConsumer(topic, name)),
                Named.of("createSharedDurableConsumer with selector",
                        (context, topic, name) -> context.createSharedDurableConsumer(topic, name, "1=1")));
    }

    private JMSContext contextWithClientId() {
        JMSContext context = context();
        context.setClientID(uniqueName("client"));
        return context;
    }

    @Section("6.1.4")
    @Test
    void newConnectionDeliversNothingToReceive() throws JMSException {
        Session session = connection().createSession();
        Queue queue = queue(session);
        send(session, queue, "a");
        nothingArrives(session.createConsumer(queue));
    }

    @Section("6.1.4")
    @Test
    void newConnectionDeliversNothingToAListenerUntilItIsStarted() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        Queue queue = queue(session);
        Received received = Received.returning();
        session.createConsumer(queue).setMessageListener(received);
        send(session, queue, "a");
        received.nothing();
        connection.start();
        assertThat(received.texts(1)).containsExactly("a");
    }

    @Section("6.1.4")
    @Test
    void sessionMadeOnAStartedConnectionIsStarted() throws JMSException {
        Connection connection = connection();
        connection.start();
        Session session = connection.createSession();
        Queue queue = queue(session);
        send(session, queue, "a");
        assertThat(arrivedText(session.createConsumer(queue))).isEqualTo("a");
    }

    @Section("6.1.4")
    @ParameterizedTest
    @MethodSource("creations")
    void firstConsumerOfAContextStartsItsConnection(Creation creation) throws JMSException {
        JMSContext context = contextWithClientId();
        Topic topic = context.createTopic(uniqueName("topic"));
        try (JMSConsumer consumer = creation.of(context, topic, "name")) {
            context.createProducer().send(topic, "a");
            assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("a");
        }
    }

    @Section("6.1.4")
    @ParameterizedTest
    @MethodSource("creations")
    void consumerOfAContextWithoutAutoStartDoesNotStartTheConnection(Creation creation) throws JMSException {
        JMSContext context = contextWithClientId();
        context.setAutoStart(false);
        Topic topic = context.createTopic(uniqueName("topic"));
        try (JMSConsumer consumer = creation.of(context, topic, "name")) {
            context.createProducer().send(topic, "a");
            assertThat(consumer.receive(ABSENT)).isNull();
            context.start();
            assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("a");
        }
    }

    @Section("6.1.4")
    @Test
    void contextStartsByItselfUnlessToldOtherwise() {
        JMSContext context = context();
        assertThat(context.getAutoStart()).isTrue();
        context.setAutoStart(false);
        assertThat(context.getAutoStart()).isFalse();
        context.setAutoStart(true);
        assertThat(context.getAutoStart()).isTrue();
    }

    @Section("6.1.4")
    @Test
    void consumerOfOneContextStartsTheConnectionForAllThatShareIt() {
        JMSContext first = context();
        first.setAutoStart(false);
        Queue queue = first.createQueue(uniqueName("queue"));
        JMSConsumer consumer = first.createConsumer(queue);
        first.createProducer().send(queue, "a");
        assertThat(consumer.receive(ABSENT)).isNull();
        JMSContext second = closing(first.createContext(JMSContext.AUTO_ACKNOWLEDGE));
        second.createConsumer(second.createQueue(uniqueName("queue")));
        assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("a");
    }

    @Section("6.1.4")
    @BothApis
    void connectionSendsWithoutBeingStarted(Api api) throws JMSException {
        Client sending = stopped(api);
        Queue queue = sending.queue();
        sending.send(queue, "a");
        assertThat(client(api).consumer(queue).text()).isEqualTo("a");
    }

    @Section("6.1.5")
    @BothApis
    void stoppedConnectionSends(Api api) throws JMSException {
        Client sending = client(api);
        sending.stop();
        Queue queue = sending.queue();
        sending.send(queue, "a");
        assertThat(client(api).consumer(queue).text()).isEqualTo("a");
    }

    @Section("6.1.5")
    @BothApis
    void receiveTimesOutWhileTheConnectionIsStopped(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        client.stop();
        client.send(queue, "a");
        receiver.nothing();
        assertThat(receiver.receiveNoWait()).isNull();
    }

    @Section("6.1.5")
    @BothApis
    void messagesWaitForTheRestartInTheirOrder(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        client.send(queue, "a", "b", "c");
        assertThat(receiver.text()).isEqualTo("a");
        client.stop();
        receiver.nothing();
        client.start();
        assertThat(receiver.texts(2)).containsExactly("b", "c");
    }

    @Section("6.1.5")
    @BothApis
    void receiveBlocksUntilTheConnectionIsRestarted(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a");
        Receiver receiver = client.consumer(queue);
        client.stop();
        Call<Message> receive = Call.get(() -> receiver.receive(2_000));
        receive.blocks();
        client.start();
        assertThat(receive.result().getBody(String.class)).isEqualTo("a");
    }

    @Section("6.1.5")
    @BothApis
    void listenerIsNotCalledWhileTheConnectionIsStopped(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Received received = Received.returning();
        client.consumer(queue).setMessageListener(received);
        Client sending = client(api);
        sending.send(queue, "a");
        assertThat(received.texts(1)).containsExactly("a");
        client.stop();
        sending.send(queue, "b");
        received.nothing();
        client.start();
        assertThat(received.texts(1)).containsExactly("b");
    }

    @Section("6.1.5")
    @BothApis
    void stopInhibitsAllSessionsOfTheConnection(Api api) throws JMSException {
        Client client = client(api);
        Client another = client.another(Session.AUTO_ACKNOWLEDGE);
        Queue queue = client.queue();
        Receiver receiver = another.consumer(queue);
        client.stop();
        client.send(queue, "a");
        receiver.nothing();
        client.start();
        assertThat(receiver.text()).isEqualTo("a");
    }

    @Section("6.1.5")
    @BothApis
    void stopOfAStoppedConnectionIsIgnored(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        client.stop();
        client.stop();
        client.send(queue, "a");
        receiver.nothing();
        client.start();
        assertThat(receiver.text()).isEqualTo("a");
    }

    @Section("6.1.5")
    @BothApis
    void startOfAStartedConnectionIsIgnored(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        client.start();
        client.send(queue, "a");
        assertThat(receiver.text()).isEqualTo("a");
        client.stop();
        client.send(queue, "b");
        receiver.nothing();
    }

    @Section("6.1.5")
    @BothApis
    void stopWaitsForTheListenerThatIsRunning(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Received received = Received.blocking();
        client.consumer(queue).setMessageListener(received);
        client(api).send(queue, "a");
        received.next();
        Call<Boolean> stop = Call.get(() -> {
            client.stop();
            return received.returned();
        });
        stop.blocks();
        received.release();
        assertThat(stop.result()).as("returned before stop did").isTrue();
    }

    @Section("6.1.5")
    @BothApis
    void listenerUsesItsConnectionWhileStopWaits(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Queue replies = client.queue();
        Received gate = Received.blocking();
        client.consumer(queue).setMessageListener(message -> {
            gate.onMessage(message);
            reply(client, replies);
        });
        Client other = client(api);
        other.send(queue, "a");
        gate.next();
        Call<Void> stop = Call.run(client::stop);
        stop.blocks();
        gate.release();
        stop.result();
        assertThat(other.consumer(replies).text()).isEqualTo("reply");
    }

    private static void reply(Client client, Queue replies) {
        try {
            client.send(replies, "reply");
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Section("6.1.5")
    @BothApis
    void stopByAListenerOfTheConnectionIsRefusedOrStopsIt(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        AtomicReference<Exception> refused = new AtomicReference<>();
        BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        client.consumer(queue).setMessageListener(message -> {
            try {
                client.stop();
            } catch (JMSException | RuntimeException e) {
                refused.set(e);
            }
            calls.add(textOf((TextMessage) message));
        });
        Client other = client(api);
        other.send(queue, "a", "b");
        assertThat(calls.poll(ARRIVES, TimeUnit.MILLISECONDS)).isEqualTo("a");
        if (refused.get() != null) {
            assertThat(refused.get()).isInstanceOf(api.form(IllegalStateException.class));
            assertThat(calls.poll(ARRIVES, TimeUnit.MILLISECONDS)).isEqualTo("b");
        } else {
            assertThat(calls.poll(ABSENT, TimeUnit.MILLISECONDS)).isNull();
            client.start();
            assertThat(calls.poll(ARRIVES, TimeUnit.MILLISECONDS)).isEqualTo("b");
        }
    }

    private static String textOf(TextMessage message) {
        try {
            return message.getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Section("8.4")
    @Test
    void contextStoppedAfterItsAutomaticStartIsRestartedByStart() {
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        JMSConsumer consumer = context.createConsumer(queue);
        context.stop();
        context.createProducer().send(queue, "a");
        assertThat(consumer.receive(ABSENT)).isNull();
        context.start();
        assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("a");
    }

    @Section("8.4")
    @Test
    void consumersMadeBeforeTheStartGetWhatWasSentBefore() throws JMSException {
        Connection connection = connection();
        Session session = connection.createSession();
        Topic topic = topic(session);
        MessageConsumer one = session.createConsumer(topic);
        MessageConsumer two = session.createConsumer(topic);
        send(session, topic, "a");
        connection.start();
        assertThat(arrivedText(one)).isEqualTo("a");
        assertThat(arrivedText(two)).isEqualTo("a");
    }
}
