package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.ExceptionListener;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Section("6.1")
class ConnectionTest extends ClientTest {

    private static final int THREADS = 4;

    @Test
    void connectionCreatesSeveralSessions() throws JMSException {
        Connection connection = connection();
        connection.start();
        Session one = connection.createSession();
        Session two = connection.createSession();
        Queue queue = queue(one);
        send(one, queue, "a");
        assertThat(arrivedText(two.createConsumer(queue))).isEqualTo("a");
    }

    @Test
    void connectionIsUsedByManyThreadsAtOnce() throws Exception {
        Connection connection = connection();
        connection.start();
        List<Call<String>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String text = "m" + i;
            calls.add(Call.get(() -> roundTrip(connection, text)));
        }
        for (int i = 0; i < THREADS; i++) {
            assertThat(calls.get(i).result()).isEqualTo("m" + i);
        }
    }

    private static String roundTrip(Connection connection, String text) throws JMSException {
        try (Session session = connection.createSession()) {
            Queue queue = queue(session);
            send(session, queue, text);
            return arrivedText(session.createConsumer(queue));
        }
    }

    @Section("5.3")
    @Test
    void connectionFactoryIsUsedByManyThreadsAtOnce() throws Exception {
        List<Call<String>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String text = "m" + i;
            calls.add(Call.get(() -> {
                try (Connection connection = factory.createConnection()) {
                    connection.start();
                    return roundTrip(connection, text);
                }
            }));
        }
        for (int i = 0; i < THREADS; i++) {
            assertThat(calls.get(i).result()).isEqualTo("m" + i);
        }
    }

    @Section("5.3")
    @Test
    void connectionFactoryMakesConnectionsThatAreIndependent() throws JMSException {
        Client one = client(Api.CLASSIC);
        Client two = client(Api.SIMPLIFIED);
        one.closeConnection();
        Queue queue = two.queue();
        two.send(queue, "a");
        assertThat(two.consumer(queue).text()).isEqualTo("a");
    }

    @Section("5.2")
    @Test
    void destinationIsUsedByManyConnectionsAtOnce() throws Exception {
        Queue queue = client(Api.CLASSIC).queue();
        List<Call<Void>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String text = "m" + i;
            Client client = client(Api.CLASSIC);
            calls.add(Call.run(() -> client.send(queue, text)));
        }
        for (Call<Void> call : calls) {
            call.result();
        }
        assertThat(client(Api.CLASSIC).consumer(queue).texts(THREADS))
                .containsExactlyInAnyOrder("m0", "m1", "m2", "m3");
    }

    @Test
    void contextWithoutModeAcknowledgesAutomatically() {
        JMSContext context = closing(factory.createContext());
        assertThat(context.getSessionMode()).isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
        assertThat(context.getTransacted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE,
        JMSContext.SESSION_TRANSACTED})
    void contextHasTheSessionModeThatItWasCreatedWith(int mode) {
        JMSContext context = context(mode);
        assertThat(context.getSessionMode()).isEqualTo(mode);
        assertThat(context.getTransacted()).isEqualTo(mode == JMSContext.SESSION_TRANSACTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE,
        JMSContext.SESSION_TRANSACTED})
    void contextCreatedFromAContextHasAModeOfItsOwn(int mode) {
        JMSContext context = closing(context().createContext(mode));
        assertThat(context.getSessionMode()).isEqualTo(mode);
        assertThat(context.getTransacted()).isEqualTo(mode == JMSContext.SESSION_TRANSACTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, 4711})
    void contextOfAnUnknownModeIsRefused(int mode) {
        assertThatThrownBy(() -> closing(factory.createContext(mode))).isInstanceOf(JMSRuntimeException.class);
        JMSContext context = context();
        assertThatThrownBy(() -> closing(context.createContext(mode))).isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    void contextCreatedFromAContextSharesItsConnection() throws JMSException {
        JMSContext first = context();
        String clientId = uniqueName("client");
        first.setClientID(clientId);
        assertThat(closing(first.createContext(JMSContext.AUTO_ACKNOWLEDGE)).getClientID()).isEqualTo(clientId);
    }

    @Test
    void queueConnectionCreatesQueueSessions() throws JMSException {
        Assumptions.assumeTrue(factory instanceof QueueConnectionFactory);
        var connection = closing(((QueueConnectionFactory) factory).createQueueConnection());
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue(session);
        session.createSender(queue).send(session.createTextMessage("a"));
        assertThat(arrivedText(session.createReceiver(queue))).isEqualTo("a");
    }

    @Test
    void topicConnectionCreatesTopicSessions() throws JMSException {
        Assumptions.assumeTrue(factory instanceof TopicConnectionFactory);
        var connection = closing(((TopicConnectionFactory) factory).createTopicConnection());
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        var topic = topic(session);
        var subscriber = session.createSubscriber(topic);
        session.createPublisher(topic).publish(session.createTextMessage("a"));
        assertThat(arrivedText(subscriber)).isEqualTo("a");
    }

    @Section("6.1.6")
    @BothApis
    void metaDataTellsTheVersionOfTheSpecification(Api api) throws JMSException {
        ConnectionMetaData metaData = stopped(api).getMetaData();
        assertThat(metaData.getJMSVersion()).isEqualTo("3.1");
        assertThat(metaData.getJMSMajorVersion()).isEqualTo(3);
        assertThat(metaData.getJMSMinorVersion()).isEqualTo(1);
    }

    @KnownDifference("tells 1 and 0 as the numbers of version 2.56; 6.1.6")
    @Section("6.1.6")
    @BothApis
    void metaDataTellsTheProviderAndItsVersion(Api api) throws JMSException {
        ConnectionMetaData metaData = stopped(api).getMetaData();
        assertThat(metaData.getJMSProviderName()).isNotBlank();
        assertThat(metaData.getProviderVersion())
                .startsWith(metaData.getProviderMajorVersion() + "." + metaData.getProviderMinorVersion());
    }

    @Section("6.1.6")
    @BothApis
    void metaDataTellsTheDefinedPropertiesThatEveryProviderSupports(Api api) throws JMSException {
        Enumeration<?> properties = stopped(api).getMetaData().getJMSXPropertyNames();
        List<String> names = new ArrayList<>();
        while (properties.hasMoreElements()) {
            names.add((String) properties.nextElement());
        }
        assertThat(names).contains("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount")
                .allMatch(name -> name.startsWith("JMSX"));
    }

    @Section("6.1.7")
    @BothApis
    void connectionWithoutExceptionListenerTellsNull(Api api) throws JMSException {
        assertThat(stopped(api).getExceptionListener()).isNull();
    }

    @Section("6.1.7")
    @BothApis
    void exceptionListenerIsToldUntilItIsTakenAway(Api api) throws JMSException {
        Client client = stopped(api);
        ExceptionListener listener = exception -> { };
        client.setExceptionListener(listener);
        assertThat(client.getExceptionListener()).isSameAs(listener);
        client.setExceptionListener(null);
        assertThat(client.getExceptionListener()).isNull();
    }

    @Section("6.1.7")
    @BothApis
    void exceptionThatACallThrowsDoesNotGoToTheExceptionListener(Api api) throws JMSException {
        Client client = stopped(api);
        AtomicInteger calls = new AtomicInteger();
        client.setExceptionListener(exception -> calls.incrementAndGet());
        Queue queue = client.queue();
        api.refuses(InvalidSelectorException.class, () -> client.consumer(queue, "colour ="));
        client.closeConnection();
        assertThat(calls).hasValue(0);
    }
}
