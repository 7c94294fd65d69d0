package org.escrowmq.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.escrowmq.EscrowBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.DelegatingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.jms.listener.SimpleMessageListenerContainer;
import org.springframework.jms.listener.adapter.MessageListenerAdapter;
import org.springframework.util.backoff.FixedBackOff;

/** Spring's listener containers, as they are and with the settings that people use. */
@Timeout(120)
class ListenerContainerTest {

    private static final int MESSAGES = 200;

    @TempDir
    private Path directory;
    /** Container threads see it when a test replaces it. */
    private volatile EscrowBroker broker;
    private JmsTemplate template;
    private final List<AbstractMessageListenerContainer> containers = new ArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        broker = EscrowBroker.builder().directory(directory).jmx(false).maxDeliveryAttempts(3).open();
        template = new JmsTemplate(new CachingConnectionFactory(broker.connectionFactory()));
        template.setReceiveTimeout(10_000);
    }

    @AfterEach
    void close() {
        containers.forEach(AbstractMessageListenerContainer::destroy);
        broker.close();
    }

    private <C extends AbstractMessageListenerContainer> C on(C container, String destination, Object listener) {
        container.setConnectionFactory(broker.connectionFactory());
        container.setDestinationName(destination);
        container.setMessageListener(listener);
        containers.add(container);
        return container;
    }

    private void run(AbstractMessageListenerContainer container) {
        container.afterPropertiesSet();
        container.start();
    }

    private void receive(Message message) {
        received.add(textOf(message));
    }

    private static String textOf(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts() {
        return IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList();
    }

    private void sendAll() {
        texts().forEach(text -> template.convertAndSend("orders", text));
    }

    private void awaitAll() {
        await().untilAsserted(() -> assertThat(received).containsExactlyInAnyOrderElementsOf(texts()));
    }

    private boolean isEmpty(String queue) {
        JmsTemplate looking = new JmsTemplate(broker.connectionFactory());
        return Boolean.TRUE.equals(looking.browse(queue, (session, browser) ->
                !browser.getEnumeration().hasMoreElements()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDefaultContainerWithOneToFourConsumersReceivesEverythingOnce(boolean transacted) {
        DefaultMessageListenerContainer container =
                on(new DefaultMessageListenerContainer(), "orders", (MessageListener) this::receive);
        container.setConcurrency("1-4");
        container.setSessionTransacted(transacted);
        run(container);
        sendAll();
        awaitAll();
        container.shutdown();
        assertThat(container.getActiveConsumerCount()).isZero();
        assertThat(isEmpty("orders")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CACHE_NONE", "CACHE_CONNECTION", "CACHE_SESSION", "CACHE_CONSUMER"})
    void aDefaultContainerKeepsWhateverItIsToldToKeep(String cacheLevel) {
        DefaultMessageListenerContainer container =
                on(new DefaultMessageListenerContainer(), "orders", (MessageListener) this::receive);
        container.setCacheLevelName(cacheLevel);
        container.setReceiveTimeout(100);
        run(container);
        sendAll();
        awaitAll();
        assertThat(received).isEqualTo(texts());
    }

    @Test
    void aDefaultContainerWorksInTheTransactionsOfJmsTransactionManager() {
        DefaultMessageListenerContainer container = on(new DefaultMessageListenerContainer(), "orders",
                (MessageListener) message -> {
                    receive(message);
                    template.convertAndSend("shipments", textOf(message));
                    if (received.size() == 1) {
                        throw new IllegalStateException("the first one is rolled back");
                    }
                });
        CachingConnectionFactory factory = (CachingConnectionFactory) template.getConnectionFactory();
        container.setConnectionFactory(factory);
        container.setTransactionManager(new JmsTransactionManager(factory));
        run(container);
        template.convertAndSend("orders", "a");
        assertThat(template.receiveAndConvert("shipments")).isEqualTo("a");
        await().untilAsserted(() -> assertThat(received).containsExactly("a", "a"));
        await().until(() -> isEmpty("orders"));
        assertThat(isEmpty("shipments")).as("what was sent in the transaction that was rolled back").isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageWhoseListenerThrowsComesAgainAndThenGoesToTheDeadLetters(boolean simple) {
        AbstractMessageListenerContainer container = on(
                simple ? new SimpleMessageListenerContainer() : new DefaultMessageListenerContainer(), "orders",
                (MessageListener) message -> {
                    receive(message);
                    throw new IllegalStateException("never");
                });
        container.setSessionTransacted(true);
        container.setErrorHandler(error -> assertThat(error).hasMessage("never"));
        run(container);
        template.convertAndSend("orders", "a");
        assertThat(template.receiveAndConvert("DLQ")).isEqualTo("a");
        assertThat(received).containsExactly("a", "a", "a");
    }

    @Test
    void aListenerThatThrowsWithoutTransactionGetsTheMessageAgain() {
        AtomicInteger calls = new AtomicInteger();
        DefaultMessageListenerContainer container = on(new DefaultMessageListenerContainer(), "orders",
                (SessionAwareMessageListener<Message>) (message, session) -> {
                    assertThat(session.getAcknowledgeMode()).isEqualTo(Session.CLIENT_ACKNOWLEDGE);
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("the first time");
                    }
                    receive(message);
                });
        container.setSessionAcknowledgeMode(Session.CLIENT_ACKNOWLEDGE);
        run(container);
        template.convertAndSend("orders", "a");
        await().untilAsserted(() -> assertThat(received).containsExactly("a"));
        await().until(() -> isEmpty("orders"));
    }

    @Test
    void aSimpleContainerWithFourConsumersReceivesEverythingOnce() {
        Set<Long> threads = ConcurrentHashMap.newKeySet();
        SimpleMessageListenerContainer container = on(new SimpleMessageListenerContainer(), "orders",
                (MessageListener) message -> {
                    threads.add(Thread.currentThread().getId());
                    receive(message);
                });
        container.setConcurrency("4");
        run(container);
        sendAll();
        awaitAll();
        assertThat(threads).hasSizeGreaterThan(1);
        container.stop();
        template.convertAndSend("orders", "later");
        assertThat(received).doesNotContain("later");
        container.start();
        await().until(() -> received.contains("later"));
    }

    @Test
    void anAdapterAnswersWhereTheQuestionSays() {
        run(on(new DefaultMessageListenerContainer(), "questions", new MessageListenerAdapter(new Answers())));
        Message answer = template.sendAndReceive("questions", session -> session.createTextMessage("why"));
        assertThat(textOf(answer)).isEqualTo("why?");
    }

    /** What an application writes: no trace of JMS. */
    public static final class Answers {

        /** Spring's adapter calls it by this name. */
        public String handleMessage(String question) {
            return question + "?";
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDurableSubscriptionKeepsWhatIsPublishedWhileItsContainerIsDown(boolean simple) {
        JmsTemplate publisher = new JmsTemplate(broker.connectionFactory());
        publisher.setPubSubDomain(true);
        AbstractMessageListenerContainer first = subscriber(simple);
        run(first);
        await().untilAsserted(() -> {
            publisher.convertAndSend("news", "while up");
            assertThat(received).isNotEmpty();
        });
        first.shutdown();
        received.clear();
        publisher.convertAndSend("news", "while down");
        run(subscriber(simple));
        await().until(() -> received.contains("while down"));
    }

    private AbstractMessageListenerContainer subscriber(boolean simple) {
        AbstractMessageListenerContainer container = on(
                simple ? new SimpleMessageListenerContainer() : new DefaultMessageListenerContainer(), "news",
                (MessageListener) this::receive);
        container.setSubscriptionDurable(true);
        container.setSubscriptionName("reader");
        container.setClientId("desk");
        return container;
    }

    @Test
    void consumersOfOneContainerShareASubscription() {
        DefaultMessageListenerContainer container =
                on(new DefaultMessageListenerContainer(), "orders", (MessageListener) this::receive);
        container.setPubSubDomain(true);
        container.setSubscriptionShared(true);
        container.setSubscriptionDurable(true);
        container.setSubscriptionName("workers");
        container.setConcurrency("4-4");
        run(container);
        template.setPubSubDomain(true);
        await().untilAsserted(() -> {
            template.convertAndSend("orders", "first");
            assertThat(received).isNotEmpty();
        });
        await().until(() -> container.getActiveConsumerCount() == 4);
        received.clear();
        sendAll();
        await().untilAsserted(() -> assertThat(received).containsAll(texts()));
        received.removeIf("first"::equals);
        assertThat(received).doesNotHaveDuplicates();
    }

    @Test
    void aContainerTriesAgainAtItsOwnPaceAfterTheBrokerIsClosedAndGoesOnWithANewOne() {
        List<Long> attempts = new CopyOnWriteArrayList<>();
        DefaultMessageListenerContainer container =
                on(new DefaultMessageListenerContainer(), "orders", (MessageListener) this::receive);
        container.setConnectionFactory(new DelegatingConnectionFactory() {
            @Override
            public Connection createConnection() throws JMSException {
                attempts.add(System.nanoTime());
                return broker.connectionFactory().createConnection();
            }
        });
        container.setBackOff(new FixedBackOff(200, FixedBackOff.UNLIMITED_ATTEMPTS));
        run(container);
        template.convertAndSend("orders", "before");
        await().until(() -> received.contains("before"));
        int before = attempts.size();
        broker.close();
        await().until(() -> attempts.size() >= before + 4);
        long nanos = attempts.get(before + 3) - attempts.get(before);
        assertThat(nanos / 1_000_000).as("milliseconds for four attempts").isGreaterThanOrEqualTo(300);
        open();
        template.convertAndSend("orders", "after");
        await().until(() -> received.contains("after"));
    }
}
