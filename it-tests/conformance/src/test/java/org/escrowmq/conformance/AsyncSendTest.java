package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@Section("7.3")
class AsyncSendTest extends ClientTest {

    private static final int MANY = 50;

    /** What a completion listener was told; by a {@link Received} that may hold it up. */
    private record Completions(Received completed, Received failed) implements CompletionListener {

        static Completions returning() {
            return new Completions(Received.returning(), Received.returning());
        }

        static Completions blocking() {
            return new Completions(Received.blocking(), Received.returning());
        }

        @Override
        public void onCompletion(Message message) {
            completed.onMessage(message);
        }

        @Override
        public void onException(Message message, Exception exception) {
            failed.onMessage(message);
        }
    }

    private interface Forbidden {
        void call(Client client) throws JMSException;
    }

    /** Calls something from a completion listener and checks that it is refused. */
    private void refusedInCallback(Api api, int mode, Forbidden forbidden) throws Exception {
        Client client = client(api, mode);
        Queue queue = client.queue();
        var result = new CompletableFuture<Void>();
        client.sender().send(queue, client.message("a"), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                Completed.with(result, () -> api.refuses(IllegalStateException.class, () -> forbidden.call(client)));
            }

            @Override
            public void onException(Message message, Exception exception) {
                result.completeExceptionally(exception);
            }
        });
        result.get(ARRIVES, TimeUnit.MILLISECONDS);
    }

    @BothApis
    void listenerIsToldOnceThatItsMessageWasSent(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Completions completions = Completions.returning();
        client.sender().send(queue, client.message("a"), completions);
        assertThat(completions.completed().texts(1)).containsExactly("a");
        assertThat(client.consumer(queue).text()).isEqualTo("a");
        client.close();
        completions.completed().nothing();
    }

    @Test
    void everyFormOfAsynchronousSendCompletes() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        Completions completions = Completions.returning();
        MessageProducer own = session.createProducer(queue);
        MessageProducer any = session.createProducer(null);
        own.send(session.createTextMessage("a"), completions);
        own.send(session.createTextMessage("b"), DeliveryMode.NON_PERSISTENT, 4, 0, completions);
        any.send(queue, session.createTextMessage("c"), completions);
        any.send(queue, session.createTextMessage("d"), DeliveryMode.PERSISTENT, 4, 0, completions);
        assertThat(completions.completed().texts(4)).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void asynchronousSendWithoutListenerIsRefused() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        MessageProducer own = session.createProducer(queue);
        MessageProducer any = session.createProducer(null);
        assertThatThrownBy(() -> own.send(message, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> own.send(message, 2, 4, 0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> any.send(queue, message, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> any.send(queue, message, 2, 4, 0, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contextProducerSendsAsynchronouslyWhileItHasAListener() throws Exception {
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        Completions completions = Completions.returning();
        JMSProducer producer = context.createProducer();
        assertThat(producer.getAsync()).isNull();
        producer.setAsync(completions).send(queue, "a");
        assertThat(producer.getAsync()).isSameAs(completions);
        assertThat(completions.completed().texts(1)).containsExactly("a");
        producer.setAsync(null).send(queue, "b");
        assertThat(producer.getAsync()).isNull();
        completions.completed().nothing();
        assertThat(context.createConsumer(queue).receiveBody(String.class, ARRIVES)).isEqualTo("a");
    }

    @Section("7.3.1")
    @BothApis
    void messageIsThereWhenTheListenerIsCalled(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Completions completions = Completions.blocking();
        client.sender().send(queue, client.message("a"), completions);
        completions.completed().next();
        assertThat(client(api).consumer(queue).text()).isEqualTo("a");
        completions.completed().release();
    }

    @Section("7.3.2")
    @BothApis
    void exceptionThatTheSendThrowsIsNotToldToTheListener(Api api) throws Exception {
        Client client = client(api);
        Message message = client.message();
        Sender sender = client.sender();
        Completions completions = Completions.returning();
        api.refuses(InvalidDestinationException.class, () -> sender.send(null, message, completions));
        client.close();
        completions.completed().nothing();
        completions.failed().nothing();
    }

    @Section("7.3.2")
    @Test
    void asynchronousSendWithTheWrongKindOfProducerIsRefused() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        MessageProducer own = session.createProducer(queue);
        MessageProducer any = session.createProducer(null);
        Completions completions = Completions.returning();
        assertThatThrownBy(() -> own.send(queue, message, completions))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> own.send(queue, message, 2, 4, 0, completions))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> any.send(message, completions)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> any.send(message, 2, 4, 0, completions))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Section("7.3.3")
    @BothApis
    void synchronousAndAsynchronousSendsKeepTheirOrder(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        Completions completions = Completions.returning();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            texts.add("m" + i);
            if (i % 3 == 0) {
                sender.send(queue, client.message("m" + i));
            } else {
                sender.send(queue, client.message("m" + i), completions);
            }
        }
        assertThat(client.consumer(queue).texts(MANY)).isEqualTo(texts);
    }

    @KnownDifference("does not wait for the listener; 7.3.4 says that it does")
    @Section("7.3.4")
    @BothApis
    void closeOfTheSessionWaitsForTheListener(Api api) throws Exception {
        waitsForTheListener(api, Session.AUTO_ACKNOWLEDGE, Client::close);
    }

    @KnownDifference("does not wait for the listener; 7.3.4 says that it does")
    @Section("7.3.4")
    @BothApis
    void closeOfTheConnectionWaitsForTheListener(Api api) throws Exception {
        waitsForTheListener(api, Session.AUTO_ACKNOWLEDGE, Client::closeConnection);
    }

    @KnownDifference("does not wait for the listener; 7.3.4 says that it does")
    @Section("7.3.4")
    @BothApis
    void commitWaitsForTheListener(Api api) throws Exception {
        waitsForTheListener(api, Session.SESSION_TRANSACTED, Client::commit);
    }

    @KnownDifference("does not wait for the listener; 7.3.4 says that it does")
    @Section("7.3.4")
    @BothApis
    void rollbackWaitsForTheListener(Api api) throws Exception {
        waitsForTheListener(api, Session.SESSION_TRANSACTED, Client::rollback);
    }

    private void waitsForTheListener(Api api, int mode, Forbidden waiting) throws Exception {
        Client client = client(api, mode);
        Completions completions = Completions.blocking();
        client.sender().send(client.queue(), client.message("a"), completions);
        completions.completed().next();
        Call<Boolean> call = Call.get(() -> {
            waiting.call(client);
            return completions.completed().returned();
        });
        call.blocks();
        completions.completed().release();
        assertThat(call.result()).as("the listener returned first").isTrue();
    }

    @KnownDifference("does not wait for the listener; 7.3.4 says that it does")
    @Section("7.3.4")
    @Test
    void closeOfTheProducerWaitsForTheListener() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        Completions completions = Completions.blocking();
        producer.send(session.createTextMessage("a"), completions);
        completions.completed().next();
        Call<Boolean> close = Call.get(() -> {
            producer.close();
            return completions.completed().returned();
        });
        close.blocks();
        completions.completed().release();
        assertThat(close.result()).as("the listener returned first").isTrue();
    }

    @Section("7.3.4")
    @BothApis
    void commitSendsWhatWasSentAsynchronously(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        Completions completions = Completions.returning();
        client.sender().send(queue, client.message("destroyed"), completions);
        client.rollback();
        client.sender().send(queue, client.message("kept"), completions);
        client.commit();
        Receiver receiver = client(api).consumer(queue);
        assertThat(receiver.text()).isEqualTo("kept");
        receiver.nothing();
    }

    @Section("7.3.4")
    @BothApis
    void listenerDoesNotCloseItsSession(Api api) throws Exception {
        refusedInCallback(api, Session.AUTO_ACKNOWLEDGE, Client::close);
    }

    @Section("7.3.4")
    @BothApis
    void listenerDoesNotCloseItsConnection(Api api) throws Exception {
        refusedInCallback(api, Session.AUTO_ACKNOWLEDGE, Client::closeConnection);
    }

    @Section("7.3.4")
    @KnownDifference("commits; 7.3.4 forbids it")
    @Test
    void listenerDoesNotCommitInTheClassicApi() throws Exception {
        listenerDoesNotCommit(Api.CLASSIC);
    }

    @Section("7.3.4")
    @Test
    void listenerDoesNotCommitInTheSimplifiedApi() throws Exception {
        listenerDoesNotCommit(Api.SIMPLIFIED);
    }

    private void listenerDoesNotCommit(Api api) throws Exception {
        refusedInCallback(api, Session.SESSION_TRANSACTED, Client::commit);
    }

    @Section("7.3.4")
    @KnownDifference("rolls back; 7.3.4 forbids it")
    @Test
    void listenerDoesNotRollBackInTheClassicApi() throws Exception {
        listenerDoesNotRollBack(Api.CLASSIC);
    }

    @Section("7.3.4")
    @Test
    void listenerDoesNotRollBackInTheSimplifiedApi() throws Exception {
        listenerDoesNotRollBack(Api.SIMPLIFIED);
    }

    private void listenerDoesNotRollBack(Api api) throws Exception {
        refusedInCallback(api, Session.SESSION_TRANSACTED, Client::rollback);
    }

    @Section("7.3.4")
    @Test
    void listenerDoesNotCloseItsProducer() throws Exception {
        Client client = client(Api.CLASSIC);
        Sender sender = client.sender();
        var result = new CompletableFuture<Void>();
        sender.send(client.queue(), client.message("a"), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                Completed.with(result, () -> Api.CLASSIC.refuses(IllegalStateException.class, sender::close));
            }

            @Override
            public void onException(Message message, Exception exception) {
                result.completeExceptionally(exception);
            }
        });
        result.get(ARRIVES, TimeUnit.MILLISECONDS);
    }

    @Section("7.3.6")
    @BothApis
    void headersAreSetWhenTheListenerIsCalled(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        sender.setPriority(7);
        sender.setTimeToLive(60_000);
        Completions completions = Completions.returning();
        Message sent = client.message("a");
        sender.send(queue, sent, completions);
        completions.completed().next();
        assertThat(sent.getJMSMessageID()).startsWith("ID:");
        assertThat(sent.getJMSTimestamp()).isPositive();
        assertThat(sent.getJMSExpiration()).isGreaterThan(sent.getJMSTimestamp());
        assertThat(sent.getJMSPriority()).isEqualTo(7);
        assertThat(sent.getJMSDestination()).isEqualTo(queue);
    }

    @Section("7.3.7")
    @BothApis
    void sessionIsUsableWhileTheListenerRuns(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Completions completions = Completions.blocking();
        Sender sender = client.sender();
        sender.send(queue, client.message("a"), completions);
        completions.completed().next();
        sender.send(queue, client.message("b"));
        assertThat(client.consumer(queue).texts(2)).containsExactly("a", "b");
        completions.completed().release();
    }

    @Section("7.3.8")
    @BothApis
    void listenersAreCalledInTheOrderOfTheSends(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        Completions completions = Completions.returning();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            texts.add("m" + i);
            sender.send(queue, client.message("m" + i), completions);
        }
        assertThat(completions.completed().texts(MANY)).isEqualTo(texts);
    }

    @Section("7.3.8")
    @BothApis
    void listenerIsNotCalledByTheSendingThread(Api api) throws Exception {
        Client client = client(api);
        Thread sending = Thread.currentThread();
        AtomicBoolean same = new AtomicBoolean();
        Received completed = Received.returning();
        client.sender().send(client.queue(), client.message("a"), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                same.set(Thread.currentThread() == sending);
                completed.onMessage(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                onCompletion(message);
            }
        });
        completed.next();
        assertThat(same).isFalse();
    }

    @Section("7.3.8")
    @BothApis
    void listenersOfASessionAreNotCalledAtTheSameTime(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Sender[] senders = {client.sender(), client.sender()};
        AtomicInteger running = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        CountDownLatch all = new CountDownLatch(MANY);
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                overlapped.compareAndSet(false, running.incrementAndGet() > 1);
                Thread.yield();
                running.decrementAndGet();
                all.countDown();
            }

            @Override
            public void onException(Message message, Exception exception) {
                overlapped.set(true);
            }
        };
        for (int i = 0; i < MANY; i++) {
            senders[i % 2].send(queue, client.message("m" + i), listener);
        }
        Received.await(all);
        assertThat(overlapped).isFalse();
    }
}
