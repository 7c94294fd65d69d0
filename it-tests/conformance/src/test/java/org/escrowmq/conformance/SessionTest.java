package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Section("6.2")
class SessionTest extends ClientTest {

    private static final int MANY = 100;

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE,
        Session.SESSION_TRANSACTED})
    void sessionHasTheModeThatItWasCreatedWith(int mode) throws JMSException {
        Session session = connection().createSession(mode);
        assertThat(session.getAcknowledgeMode()).isEqualTo(mode);
        assertThat(session.getTransacted()).isEqualTo(mode == Session.SESSION_TRANSACTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void sessionThatIsNotTransactedHasTheAcknowledgeModeThatItWasCreatedWith(int mode) throws JMSException {
        Session session = connection().createSession(false, mode);
        assertThat(session.getAcknowledgeMode()).isEqualTo(mode);
        assertThat(session.getTransacted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.SESSION_TRANSACTED, 4711})
    void acknowledgeModeOfATransactedSessionIsIgnored(int mode) throws JMSException {
        Session session = connection().createSession(true, mode);
        assertThat(session.getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
        assertThat(session.getTransacted()).isTrue();
    }

    @Test
    void sessionWithoutModeAcknowledgesAutomatically() throws JMSException {
        assertThat(connection().createSession().getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
    }

    @KnownDifference("throws the unchecked exception of the simplified API; 10.2")
    @ParameterizedTest
    @ValueSource(ints = {-1, 4711})
    void sessionOfAnUnknownModeIsRefused(int mode) throws JMSException {
        Connection connection = connection();
        assertThatThrownBy(() -> connection.createSession(mode)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createSession(false, mode)).isInstanceOf(JMSException.class);
    }

    @Section("6.2.1")
    @BothApis
    void sessionServesManyProducersAndConsumers(Api api) throws JMSException {
        Client client = client(api);
        List<Queue> queues = new ArrayList<>();
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            queues.add(client.queue());
            receivers.add(client.consumer(queues.get(i)));
            client.sender().send(queues.get(i), client.message("m" + i));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(receivers.get(i).text()).isEqualTo("m" + i);
        }
    }

    @Section("6.2.3")
    @BothApis
    void destinationsAreMadeFromNames(Api api) throws JMSException {
        Client client = client(api);
        String name = uniqueName("name");
        assertThat(client.createQueue(name)).isEqualTo(client.createQueue(name));
        assertThat(client.createTopic(name)).isEqualTo(client.createTopic(name));
        assertThat(client.createQueue(name).getQueueName()).contains(name);
        assertThat(client.createTopic(name).getTopicName()).contains(name);
    }

    @Section("6.2.4")
    @Test
    void sessionCreatesMessagesOfEveryKind() throws JMSException {
        Session session = session();
        assertThat(session.createMessage()).isNotNull();
        assertThat(session.createBytesMessage()).isInstanceOf(BytesMessage.class);
        assertThat(session.createMapMessage()).isInstanceOf(MapMessage.class);
        assertThat(session.createStreamMessage()).isInstanceOf(StreamMessage.class);
        assertThat(session.createObjectMessage().getObject()).isNull();
        assertThat(session.createObjectMessage("a").getObject()).isEqualTo("a");
        assertThat(session.createTextMessage().getText()).isNull();
        assertThat(session.createTextMessage("a").getText()).isEqualTo("a");
    }

    @Section("6.2.4")
    @Test
    void contextCreatesMessagesOfEveryKind() throws JMSException {
        JMSContext context = context();
        assertThat(context.createMessage()).isNotNull();
        assertThat(context.createBytesMessage()).isInstanceOf(BytesMessage.class);
        assertThat(context.createMapMessage()).isInstanceOf(MapMessage.class);
        assertThat(context.createStreamMessage()).isInstanceOf(StreamMessage.class);
        assertThat(context.createObjectMessage()).isInstanceOf(ObjectMessage.class);
        assertThat(context.createObjectMessage("a").getObject()).isEqualTo("a");
        assertThat(context.createTextMessage().getText()).isNull();
        assertThat(context.createTextMessage("a").getText()).isEqualTo("a");
    }

    @Section("6.2.4")
    @BothApis
    void messageIsSentByAnotherSessionThanCreatedIt(Api api) throws JMSException {
        Client creator = client(api);
        Client sameConnection = creator.another(Session.AUTO_ACKNOWLEDGE);
        Client otherConnection = client(api);
        Queue queue = creator.queue();
        sameConnection.sender().send(queue, creator.message("a"));
        otherConnection.sender().send(queue, creator.message("b"));
        assertThat(creator.consumer(queue).texts(2)).containsExactly("a", "b");
    }

    @Section("6.2.6")
    @Test
    void contextIsCreatedFromOneThatAnotherThreadUses() throws Exception {
        JMSContext context = context();
        var consumer = context.createConsumer(context.createQueue(uniqueName("queue")));
        Call<Message> receive = Call.get(consumer::receive);
        receive.blocks();
        JMSContext second = closing(context.createContext(JMSContext.AUTO_ACKNOWLEDGE));
        assertThat(second.createTextMessage("a").getText()).isEqualTo("a");
        consumer.close();
        assertThat(receive.result()).isNull();
    }

    @Section("6.2.6")
    @Test
    void secondListenerOfAContextIsSetWhileTheFirstIsActive() throws Exception {
        JMSContext context = context();
        Queue one = context.createQueue(uniqueName("queue"));
        Queue two = context.createQueue(uniqueName("queue"));
        Received onOne = Received.returning();
        Received onTwo = Received.returning();
        JMSContext other = context();
        context.createConsumer(one).setMessageListener(onOne);
        other.createProducer().send(one, "1");
        onOne.next();
        context.createConsumer(two).setMessageListener(onTwo);
        other.createProducer().send(two, "2").send(one, "3");
        assertThat(onTwo.texts(1)).containsExactly("2");
        assertThat(onOne.texts(1)).containsExactly("3");
    }

    @Section("6.2.9.1")
    @BothApis
    void messagesOfASessionToAQueueAreReceivedInTheOrderOfSending(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        String[] texts = texts();
        client.send(queue, texts);
        assertThat(client(api).consumer(queue).texts(MANY)).containsExactly(texts);
    }

    @Section("6.2.9.1")
    @BothApis
    void messagesOfASessionToATopicAreReceivedInTheOrderOfSending(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client(api).consumer(topic);
        String[] texts = texts();
        client.send(topic, texts);
        assertThat(receiver.texts(MANY)).containsExactly(texts);
    }

    @Section("6.2.9.1")
    @BothApis
    void listenerGetsTheMessagesOfASessionInTheOrderOfSending(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Received received = Received.returning();
        client(api).consumer(queue).setMessageListener(received);
        String[] texts = texts();
        client.send(queue, texts);
        assertThat(received.texts(MANY)).containsExactly(texts);
    }

    @Section("6.2.9.1")
    @BothApis
    void severalProducersOfASessionKeepTheOrderOfItsSends(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Sender one = client.sender();
        Sender two = client.sender();
        for (int i = 0; i < 10; i++) {
            (i % 2 == 0 ? one : two).send(queue, client.message("m" + i));
        }
        assertThat(client.consumer(queue).texts(10))
                .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    }

    @Section("6.2.9.2")
    @BothApis
    void orderIsKeptWithinEachDeliveryMode(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        for (int i = 0; i < 10; i++) {
            int mode = i % 2 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
            sender.setDeliveryMode(mode);
            sender.send(queue, client.message("m" + i));
        }
        List<String> persistent = new ArrayList<>();
        List<String> other = new ArrayList<>();
        Receiver receiver = client.consumer(queue);
        for (int i = 0; i < 10; i++) {
            Message message = receiver.arrived();
            (message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT ? persistent : other)
                    .add(((TextMessage) message).getText());
        }
        assertThat(persistent).containsExactly("m0", "m2", "m4", "m6", "m8");
        assertThat(other).containsExactly("m1", "m3", "m5", "m7", "m9");
    }

    @Section("6.2.9.2")
    @BothApis
    void messagesOfATransactionKeepTheirOrderPerDestination(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue one = client.queue();
        Queue two = client.queue();
        for (int i = 0; i < 5; i++) {
            client.send(one, "1" + i);
            client.send(two, "2" + i);
        }
        client.commit();
        Client other = client(api);
        assertThat(other.consumer(one).texts(5)).containsExactly("10", "11", "12", "13", "14");
        assertThat(other.consumer(two).texts(5)).containsExactly("20", "21", "22", "23", "24");
    }

    private static String[] texts() {
        String[] texts = new String[MANY];
        for (int i = 0; i < MANY; i++) {
            texts[i] = "m" + i;
        }
        return texts;
    }

    @Section("6.2.13")
    @BothApis
    void listenersOfASessionAreNeverCalledAtTheSameTime(Api api) throws Exception {
        Client client = stopped(api);
        Queue one = client.queue();
        Queue two = client.queue();
        AtomicInteger running = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        BlockingQueue<Message> received = new LinkedBlockingQueue<>();
        for (Queue queue : List.of(one, two)) {
            client.consumer(queue).setMessageListener(message -> {
                overlapped.compareAndSet(false, running.incrementAndGet() > 1);
                Thread.yield();
                running.decrementAndGet();
                received.add(message);
            });
        }
        Client other = client(api);
        other.send(one, texts());
        other.send(two, texts());
        client.start();
        for (int i = 0; i < 2 * MANY; i++) {
            assertThat(received.poll(ARRIVES, TimeUnit.MILLISECONDS)).isNotNull();
        }
        assertThat(overlapped).isFalse();
    }

    @Section("6.2.14")
    @BothApis
    void listenersOfDifferentSessionsRunAtTheSameTime(Api api) throws Exception {
        Client client = client(api);
        Client another = client.another(Session.AUTO_ACKNOWLEDGE);
        Queue one = client.queue();
        Queue two = client.queue();
        CyclicBarrier both = new CyclicBarrier(2);
        BlockingQueue<Boolean> met = new LinkedBlockingQueue<>();
        client.consumer(one).setMessageListener(message -> met.add(meets(both)));
        another.consumer(two).setMessageListener(message -> met.add(meets(both)));
        Client other = client(api);
        other.send(one, "1");
        other.send(two, "2");
        assertThat(met.poll(ARRIVES, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(met.poll(ARRIVES, TimeUnit.MILLISECONDS)).isTrue();
    }

    private static boolean meets(CyclicBarrier both) {
        try {
            both.await(ARRIVES / 2, TimeUnit.MILLISECONDS);
            return true;
        } catch (Exception e) {
            return false;
        }
    }
}
