package org.escrowmq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.util.Enumeration;
import org.escrowmq.EscrowConnectionFactory;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Client identifiers, subscriptions, temporary destinations, domains and contexts (Messaging 6.1, 6.2, 8.3, 9). */
class ConnectionRulesTest {

    private final EscrowQueue queue = new EscrowQueue("work");
    private final Topic topic = new EscrowTopic("news");
    private FakeProvider provider;

    @BeforeEach
    void open() throws JMSException {
        provider = new FakeProvider();
    }

    @AfterEach
    void close() throws JMSException {
        provider.close();
    }

    @Test
    void clientIdentifierOfTheFactoryIsThatOfOneConnectionAtATime() throws JMSException {
        EscrowConnectionFactory identified = provider.factory.withClientId("shop");
        try (Connection first = identified.createConnection()) {
            assertThat(first.getClientID()).isEqualTo("shop");
            assertThatThrownBy(() -> first.setClientID("other")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(identified::createConnection).isInstanceOf(InvalidClientIDException.class);
            assertThatThrownBy(identified::createXAContext).isInstanceOf(InvalidClientIDRuntimeException.class);
            assertThat(provider.factory.createConnection().getClientID()).isNull();
        }
        try (JMSContext context = identified.createContext()) {
            assertThat(context.getClientID()).isEqualTo("shop");
        }
        assertThatThrownBy(() -> identified.withClientId(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClientIdIsSetOnceFirstAndNotEmpty() throws JMSException {
        try (EscrowConnection connection = provider.factory.createConnection()) {
            assertThatThrownBy(() -> connection.setClientID(" ")).isInstanceOf(InvalidClientIDException.class);
            connection.setClientID("me");
            assertThat(connection.getClientID()).isEqualTo("me");
            assertThatThrownBy(() -> connection.setClientID("you")).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> provider.connection.setClientID("late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClientIdInUseIsRefusedUntilItsConnectionCloses() throws JMSException {
        EscrowConnection first = provider.factory.createConnection();
        try (EscrowConnection second = provider.factory.createConnection()) {
            first.setClientID("me");
            assertThatThrownBy(() -> second.setClientID("me")).isInstanceOf(InvalidClientIDException.class);
            first.close();
            second.setClientID("me");
            assertThat(second.getClientID()).isEqualTo("me");
        }
    }

    @Test
    void aDurableSubscriptionKeepsMessagesWhileItsConsumerIsAway() throws JMSException {
        try (EscrowConnection connection = provider.factory.createConnection()) {
            connection.setClientID("me");
            connection.start();
            Session session = connection.createSession();
            session.createDurableConsumer(topic, "sub").close();
            session.createProducer(topic).send(session.createTextMessage("while away"));
            MessageConsumer again = session.createDurableConsumer(topic, "sub");
            assertThat(FakeProvider.textNow(again)).isEqualTo("while away");
            assertThatThrownBy(() -> session.unsubscribe("sub")).isInstanceOf(JMSException.class);
            again.close();
            session.unsubscribe("sub");
            assertThatThrownBy(() -> session.unsubscribe("sub")).isInstanceOf(InvalidDestinationException.class);
        }
    }

    @Test
    void anUnsharedDurableSubscriptionNeedsAClientId() throws JMSException {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "sub"))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("client identifier");
        session.createSharedDurableConsumer(topic, "sub").close();
    }

    @Test
    void anInvalidTopicIsNoticedBeforeAMissingClientId() throws JMSException {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(() -> session.createDurableConsumer(null, "sub"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(null, "sub", "a = 1", true))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void aTemporaryQueueBelongsToItsConnection() throws JMSException {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        TemporaryQueue temporary = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(temporary);
        try (EscrowConnection other = provider.factory.createConnection()) {
            Session otherSession = other.createSession();
            otherSession.createProducer(temporary).send(otherSession.createTextMessage("reply"));
            assertThatThrownBy(() -> otherSession.createConsumer(temporary))
                    .isInstanceOf(InvalidDestinationException.class);
        }
        assertThat(FakeProvider.textNow(consumer)).isEqualTo("reply");
        assertThatThrownBy(temporary::delete).as("has a consumer").isInstanceOf(IllegalStateException.class);
        consumer.close();
        temporary.delete();
        assertThatThrownBy(() -> session.createConsumer(temporary)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void domainSpecificConnectionsRefuseTheOtherDomain() throws JMSException {
        try (QueueConnection queues = provider.factory.createQueueConnection();
                TopicConnection topics = provider.factory.createTopicConnection()) {
            QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
            TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
            assertThatThrownBy(() -> queueSession.createTopic("t")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(queueSession::createTemporaryTopic).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> queueSession.createDurableSubscriber(topic, "s"))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> queueSession.unsubscribe("s")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> topicSession.createQueue("q")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(topicSession::createTemporaryQueue).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> topicSession.createBrowser(queue)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aBrowserSeesTheQueueAndTakesNothing() throws JMSException {
        provider.send(queue, "one", "two");
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        Enumeration<?> messages = session.createBrowser(queue).getEnumeration();
        messages.nextElement();
        messages.nextElement();
        assertThat(messages.hasMoreElements()).isFalse();
        assertThat(provider.drain(queue)).containsExactly("one", "two");
    }

    @Test
    void aContextSendsAndReceivesWithoutFurtherCeremony() {
        try (JMSContext context = provider.factory.createContext()) {
            context.createProducer().setProperty("color", "red").setJMSType("greeting").send(queue, "Hello");
            JMSConsumer consumer = context.createConsumer(queue);
            TextMessage message = (TextMessage) consumer.receiveNoWait();
            JmsRuntimeErrors.run(() -> {
                assertThat(message.getText()).isEqualTo("Hello");
                assertThat(message.getStringProperty("color")).isEqualTo("red");
                assertThat(message.getJMSType()).isEqualTo("greeting");
            });
        }
    }

    @Test
    void contextsOfOneConnectionCloseItWithTheLastOne() {
        JMSContext first = provider.factory.createContext();
        JMSContext second = first.createContext(JMSContext.SESSION_TRANSACTED);
        first.close();
        second.createProducer().send(queue, "Hello");
        second.commit();
        second.close();
        assertThat(provider.broker.history()).filteredOn(call -> call.matches("c\\d+\\.close.*")).hasSize(1);
    }

    @Test
    void aContextCanSetItsClientIdBeforeItIsUsed() {
        try (JMSContext context = provider.factory.createContext()) {
            context.setClientID("me");
            assertThat(context.getClientID()).isEqualTo("me");
        }
        assertThatThrownBy(() -> provider.factory.createContext(9)).isInstanceOf(JMSRuntimeException.class)
                .hasMessageContaining("9");
    }

    @Test
    void aProducerOfAClosedConnectionSendsNothing() throws JMSException {
        EscrowConnection connection = provider.factory.createConnection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        connection.close();
        assertThatThrownBy(() -> producer.send(null)).isInstanceOf(IllegalStateException.class);
        assertThat(provider.drain(queue)).isEmpty();
    }
}
