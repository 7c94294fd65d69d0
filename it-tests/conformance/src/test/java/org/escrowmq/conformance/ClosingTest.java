package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the close of a connection and that of a session have in common: each rule is tested for both. */
class ClosingTest extends ClientTest {

    /** The rules, for something that closes. */
    abstract static class Rules extends ClientTest {

        abstract void close(Client client) throws JMSException;

        @BothApis
        void closeEndsAPendingReceive(Api api) throws Exception {
            Client client = client(api);
            Receiver receiver = client.consumer(client.queue());
            Call<Message> receive = Call.get(receiver::receive);
            receive.blocks();
            close(client);
            assertThat(receive.result()).isNull();
        }

        @BothApis
        void closeWaitsForTheListenerThatIsRunning(Api api) throws Exception {
            Client client = client(api);
            Queue queue = client.queue();
            Received received = Received.blocking();
            client.consumer(queue).setMessageListener(received);
            client(api).send(queue, "a");
            received.next();
            Call<Boolean> close = Call.get(() -> {
                close(client);
                return received.returned();
            });
            close.blocks();
            received.release();
            assertThat(close.result()).as("returned before close did").isTrue();
        }

        @Test
        void listenerMaySendWhileCloseWaits() throws Exception {
            listenerMaySendWhileCloseWaits(Api.CLASSIC);
        }

        final void listenerMaySendWhileCloseWaits(Api api) throws Exception {
            Client client = client(api);
            Queue queue = client.queue();
            Queue replies = client.queue();
            Received gate = Received.blocking();
            CompletableFuture<Void> sent = new CompletableFuture<>();
            client.consumer(queue).setMessageListener(message -> {
                gate.onMessage(message);
                Completed.with(sent, () -> client.send(replies, "reply"));
            });
            Client other = client(api);
            other.send(queue, "a");
            gate.next();
            Call<Void> close = Call.run(() -> close(client));
            close.blocks();
            gate.release();
            sent.get(ARRIVES, TimeUnit.MILLISECONDS);
            close.result();
            assertThat(other.consumer(replies).text()).isEqualTo("reply");
        }

        @BothApis
        void noListenerIsCalledAfterClose(Api api) throws Exception {
            Client client = client(api);
            Queue queue = client.queue();
            Received received = Received.returning();
            client.consumer(queue).setMessageListener(received);
            Client other = client(api);
            other.send(queue, "a");
            received.next();
            close(client);
            other.send(queue, "b");
            assertThat(other.consumer(queue).text()).isEqualTo("b");
            received.nothing();
        }

        @BothApis
        void listenerThatClosesIsRefusedOrItsMessageIsAcknowledged(Api api) throws Exception {
            Client client = client(api);
            Queue queue = client.queue();
            CompletableFuture<Exception> refused = new CompletableFuture<>();
            client.consumer(queue).setMessageListener(message -> {
                try {
                    close(client);
                    refused.complete(null);
                } catch (JMSException | RuntimeException e) {
                    refused.complete(e);
                }
            });
            Client other = client(api);
            other.send(queue, "a");
            Exception refusal = refused.get(ARRIVES, TimeUnit.MILLISECONDS);
            if (refusal != null) {
                assertThat(refusal).isInstanceOf(api.form(IllegalStateException.class));
                close(client);
            }
            other.consumer(queue).nothing();
        }

        @BothApis
        void closeRollsBackTheTransactionInProgress(Api api) throws JMSException {
            Client client = client(api, Session.SESSION_TRANSACTED);
            Queue in = client.queue();
            Queue out = client.queue();
            Client other = client(api);
            other.send(in, "consumed");
            client.consumer(in).arrived();
            client.send(out, "produced");
            close(client);
            assertThat(other.consumer(in).text()).isEqualTo("consumed");
            other.consumer(out).nothing();
        }

        @BothApis
        void closeDoesNotAcknowledgeForTheClient(Api api) throws JMSException {
            Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
            Queue queue = client.queue();
            client.send(queue, "a", "b");
            client.consumer(queue).texts(2);
            close(client);
            assertThat(client(api).consumer(queue).texts(2)).containsExactly("a", "b");
        }

        @BothApis
        void messageIsNotAcknowledgedAfterClose(Api api) throws JMSException {
            Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
            Queue queue = client.queue();
            client.send(queue, "a");
            Message message = client.consumer(queue).arrived();
            close(client);
            assertThatThrownBy(message::acknowledge).isInstanceOf(IllegalStateException.class);
        }

        @BothApis
        void messagesAreUsableAfterClose(Api api) throws JMSException {
            Client client = client(api);
            Queue queue = client.queue();
            client.send(queue, "received");
            TextMessage received = (TextMessage) client.consumer(queue).arrived();
            Message created = client.message("created");
            close(client);
            assertThat(received.getText()).isEqualTo("received");
            Client other = client(api);
            other.sender().send(queue, created);
            other.sender().send(queue, received);
            assertThat(other.consumer(queue).texts(2)).containsExactly("created", "received");
        }

        @BothApis
        void secondCloseDoesNothing(Api api) throws JMSException {
            Client client = client(api);
            client.queue();
            close(client);
            close(client);
            api.refuses(IllegalStateException.class, () -> client.message("a"));
        }

        @BothApis
        void consumersAreClosedWithIt(Api api) throws JMSException {
            Client client = client(api);
            Receiver receiver = client.consumer(client.queue());
            close(client);
            api.refuses(IllegalStateException.class, receiver::receiveNoWait);
            receiver.close();
        }

        @BothApis
        void producersAreClosedWithIt(Api api) throws JMSException {
            Client client = client(api);
            Queue queue = client.queue();
            Message message = client.message("a");
            Sender sender = client.sender();
            close(client);
            api.refuses(IllegalStateException.class, () -> sender.send(queue, message));
        }
    }

    @Section("6.1.8")
    @Nested
    class OfAConnection extends Rules {

        @Override
        void close(Client client) throws JMSException {
            client.closeConnection();
        }

        @Test
        void closesOfWhatBelongsToAClosedConnectionAreIgnored() throws JMSException {
            Connection connection = connection();
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(queue(session));
            MessageConsumer consumer = session.createConsumer(queue(session));
            connection.close();
            consumer.close();
            producer.close();
            session.close();
            assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void connectionIsOpenUntilTheLastOfItsContextsIsClosed() {
            JMSContext first = context();
            JMSContext second = closing(first.createContext(JMSContext.AUTO_ACKNOWLEDGE));
            first.close();
            Queue queue = second.createQueue(uniqueName("queue"));
            second.createProducer().send(queue, "a");
            assertThat(second.createConsumer(queue).receiveBody(String.class, ARRIVES)).isEqualTo("a");
        }

        @Test
        void connectionIsClosedByTryWithResources() throws JMSException {
            Connection used;
            try (Connection connection = factory.createConnection()) {
                used = connection;
            }
            assertThatThrownBy(used::start).isInstanceOf(IllegalStateException.class);
        }

        @BothApis
        void closeEndsThePendingReceivesOfAllItsSessions(Api api) throws Exception {
            Client client = client(api);
            Client another = client.another(Session.AUTO_ACKNOWLEDGE);
            Receiver receiver = another.consumer(another.queue());
            Call<Message> receive = Call.get(receiver::receive);
            receive.blocks();
            client.closeConnection();
            another.closeConnection();
            assertThat(receive.result()).isNull();
        }
    }

    @Section("6.2.15")
    @Nested
    class OfASession extends Rules {

        @Override
        void close(Client client) throws JMSException {
            client.close();
        }

        @KnownDifference("has closed the session for its listener already; 6.1.8 wants it to stay usable")
        @Test
        void listenerOfAContextMaySendWhileCloseWaits() throws Exception {
            listenerMaySendWhileCloseWaits(Api.SIMPLIFIED);
        }

        @BothApis
        void otherSessionsOfTheConnectionGoOn(Api api) throws JMSException {
            Client client = client(api);
            Client another = client.another(Session.AUTO_ACKNOWLEDGE);
            Queue queue = another.queue();
            Receiver receiver = another.consumer(queue);
            client.close();
            another.send(queue, "a");
            assertThat(receiver.text()).isEqualTo("a");
        }

        @Test
        void closesOfWhatBelongsToAClosedSessionAreIgnored() throws JMSException {
            Session session = session();
            MessageProducer producer = session.createProducer(queue(session));
            MessageConsumer consumer = session.createConsumer(queue(session));
            session.close();
            consumer.close();
            producer.close();
            assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
        }

        @Section("6.2.5")
        @Test
        void sessionIsClosedByAnotherThread() throws Exception {
            Session session = session();
            MessageConsumer consumer = session.createConsumer(queue(session));
            Call<Message> receive = Call.get(consumer::receive);
            receive.blocks();
            Call.run(session::close).result();
            assertThat(receive.result()).isNull();
        }
    }
}
