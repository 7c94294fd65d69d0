package org.escrowmq.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.escrowmq.EscrowBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.InvalidSelectorException;
import org.springframework.jms.JmsSecurityException;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.connection.SingleConnectionFactory;
import org.springframework.jms.connection.UserCredentialsConnectionFactoryAdapter;
import org.springframework.jms.core.JmsMessagingTemplate;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's JmsTemplate, with the connection factories that Spring puts around ours. */
@Timeout(60)
class JmsTemplateTest {

    private static final int TIMEOUT = 10_000;

    @TempDir
    private Path directory;
    private EscrowBroker broker;

    /** How Spring gets its connections. */
    enum Connections {
        DIRECT, SINGLE, CACHING;

        ConnectionFactory around(ConnectionFactory factory) {
            return switch (this) {
                case DIRECT -> factory;
                case SINGLE -> new SingleConnectionFactory(factory);
                case CACHING -> new CachingConnectionFactory(factory);
            };
        }
    }

    @BeforeEach
    void open() {
        broker = EscrowBroker.builder().directory(directory).jmx(false).open();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private JmsTemplate template(Connections connections) {
        return template(connections.around(broker.connectionFactory()));
    }

    private static JmsTemplate template(ConnectionFactory factory) {
        JmsTemplate template = new JmsTemplate(factory);
        template.setReceiveTimeout(TIMEOUT);
        return template;
    }

    private static JmsTemplate receivingAtOnce(JmsTemplate template) {
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        return template;
    }

    private static String textOf(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsAndReceives(Connections connections) {
        JmsTemplate template = template(connections);
        template.send("orders", session -> session.createTextMessage("a"));
        template.convertAndSend("orders", "b", message -> {
            message.setStringProperty("colour", "blue");
            return message;
        });
        template.convertAndSend("orders", Map.of("key", 1L));
        template.convertAndSend("orders", new byte[] {1, 2});
        assertThat(textOf(template.receiveSelected("orders", "colour = 'blue'"))).isEqualTo("b");
        assertThat(template.receiveAndConvert("orders")).isEqualTo("a");
        assertThat(template.receiveAndConvert("orders")).isEqualTo(Map.of("key", 1L));
        assertThat((byte[]) template.receiveAndConvert("orders")).containsExactly(1, 2);
        assertThat(receivingAtOnce(template).receive("orders")).isNull();
    }

    @Test
    void qualityOfServiceIsThatOfTheTemplate() throws JMSException {
        JmsTemplate template = template(Connections.CACHING);
        template.setExplicitQosEnabled(true);
        template.setPriority(7);
        template.setDeliveryPersistent(false);
        template.setTimeToLive(60_000);
        template.setDeliveryDelay(20);
        template.convertAndSend("orders", "text");
        Message message = template.receive("orders");
        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSExpiration()).isPositive();
        assertThat(message.getJMSDeliveryTime() - message.getJMSTimestamp()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource
    void asksAndGetsAnAnswerOnATemporaryQueue(Connections connections) throws Exception {
        JmsTemplate client = template(connections);
        JmsTemplate server = template(Connections.DIRECT);
        CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
            Message question = server.receive("questions");
            server.send(replyTo(question), session -> session.createTextMessage(textOf(question) + "?"));
        });
        assertThat(textOf(client.sendAndReceive("questions", session -> session.createTextMessage("why"))))
                .isEqualTo("why?");
        answering.get(TIMEOUT, TimeUnit.MILLISECONDS);
    }

    private static jakarta.jms.Destination replyTo(Message message) {
        try {
            return message.getJMSReplyTo();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void browsesWithoutReceiving(Connections connections) {
        JmsTemplate template = template(connections);
        Stream.of("a", "b", "c").forEach(text -> template.convertAndSend("orders", text));
        for (int walk = 1; walk <= 2; walk++) {
            List<String> texts = template.browse("orders", (session, browser) -> {
                List<?> messages = Collections.list((java.util.Enumeration<?>) browser.getEnumeration());
                return messages.stream().map(message -> textOf((Message) message)).toList();
            });
            assertThat(texts).containsExactly("a", "b", "c");
        }
        assertThat(template.receiveAndConvert("orders")).isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource
    void worksInTheTransactionsOfJmsTransactionManager(Connections connections) {
        ConnectionFactory factory = connections.around(broker.connectionFactory());
        JmsTemplate template = template(factory);
        TransactionTemplate transaction = new TransactionTemplate(new JmsTransactionManager(factory));
        transaction.executeWithoutResult(status -> {
            template.convertAndSend("orders", "kept");
            assertThat(receivingAtOnce(template(Connections.DIRECT)).receive("orders")).isNull();
        });
        transaction.executeWithoutResult(status -> {
            template.convertAndSend("orders", "dropped");
            assertThat(template.receiveAndConvert("orders")).isEqualTo("kept");
            status.setRollbackOnly();
        });
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
            template.convertAndSend("orders", "dropped as well");
            throw new IllegalStateException("changed my mind");
        })).hasMessage("changed my mind");
        assertThat(template.receiveAndConvert("orders")).isEqualTo("kept");
        assertThat(receivingAtOnce(template).receive("orders")).isNull();
    }

    @Test
    void aLocallyTransactedTemplateCommitsEachOperation() {
        JmsTemplate template = template(Connections.CACHING);
        template.setSessionTransacted(true);
        template.convertAndSend("orders", "a");
        assertThat(template.receiveAndConvert("orders")).isEqualTo("a");
        assertThat(receivingAtOnce(template(Connections.DIRECT)).receive("orders")).isNull();
    }

    @Test
    void aTransactionThatEndsInAnotherWayLeavesNothingBehind() {
        ConnectionFactory factory = Connections.CACHING.around(broker.connectionFactory());
        JmsTransactionManager manager = new JmsTransactionManager(factory);
        JmsTemplate template = template(factory);
        for (int round = 0; round < 20; round++) {
            TransactionStatus status = manager.getTransaction(new DefaultTransactionDefinition());
            template.convertAndSend("orders", round);
            if (round % 2 == 0) {
                manager.commit(status);
            } else {
                manager.rollback(status);
            }
        }
        for (int round = 0; round < 20; round += 2) {
            assertThat(template.receiveAndConvert("orders")).isEqualTo(round);
        }
        assertThat(receivingAtOnce(template).receive("orders")).isNull();
    }

    @Test
    void topicsAreUsedByPubSubDomain() throws InterruptedException, ExecutionException, TimeoutException {
        JmsTemplate template = template(Connections.CACHING);
        template.setPubSubDomain(true);
        CompletableFuture<Object> received = CompletableFuture.supplyAsync(() -> template.receiveAndConvert("news"));
        while (!received.isDone()) {
            template.convertAndSend("news", "text");
            // Nobody says when the subscription exists.
            Thread.onSpinWait();
        }
        assertThat(received.get(TIMEOUT, TimeUnit.MILLISECONDS)).isEqualTo("text");
    }

    @Test
    void messagesOfSpringMessagingKeepTheirHeaders() {
        JmsMessagingTemplate template = new JmsMessagingTemplate(template(Connections.CACHING));
        template.convertAndSend("orders", "text", Map.of("colour", "blue", "amount", 5));
        org.springframework.messaging.Message<?> received = template.receive("orders");
        assertThat(received.getPayload()).isEqualTo("text");
        assertThat(received.getHeaders()).containsEntry("colour", "blue").containsEntry("amount", 5);
    }

    @Test
    void errorsArriveAsSpringsOwn(@TempDir Path secured) {
        assertThatThrownBy(() -> template(Connections.CACHING).receiveSelected("orders", "no selector"))
                .isInstanceOf(InvalidSelectorException.class);
        try (EscrowBroker asking = EscrowBroker.builder().directory(secured).jmx(false)
                .user("alice", "secret", "staff").permissions("*: all=staff").open()) {
            UserCredentialsConnectionFactoryAdapter user = new UserCredentialsConnectionFactoryAdapter();
            user.setTargetConnectionFactory(asking.connectionFactory());
            user.setUsername("alice");
            user.setPassword("wrong");
            assertThatThrownBy(() -> template(user).convertAndSend("orders", "text"))
                    .isInstanceOf(JmsSecurityException.class);
            user.setPassword("secret");
            template(user).convertAndSend("orders", "text");
        }
    }

    @Test
    void aCachingFactoryThatIsResetOrDestroyedWorksOn() {
        CachingConnectionFactory factory = new CachingConnectionFactory(broker.connectionFactory());
        factory.setSessionCacheSize(3);
        factory.setReconnectOnException(true);
        JmsTemplate template = template(factory);
        for (int round = 0; round < 3; round++) {
            template.convertAndSend("orders", round);
            assertThat(template.receiveAndConvert("orders")).isEqualTo(round);
            if (round == 0) {
                factory.resetConnection();
            } else {
                factory.destroy();
            }
        }
        broker.close();
        assertThatThrownBy(() -> template.convertAndSend("orders", "text"))
                .isInstanceOf(org.springframework.jms.JmsException.class).hasMessageContaining("closed");
        open();
        JmsTemplate again = template(Connections.DIRECT);
        again.convertAndSend("orders", "text");
        assertThat(again.receiveAndConvert("orders")).isEqualTo("text");
    }
}
