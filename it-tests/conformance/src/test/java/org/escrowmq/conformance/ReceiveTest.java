package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@Section("8.5")
class ReceiveTest extends ClientTest {

    @Section("8.1")
    @BothApis
    void consumerTellsItsSelector(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        assertThat(client.consumer(queue, "colour = 'red'").getMessageSelector()).isEqualTo("colour = 'red'");
    }

    @Section("8.1")
    @BothApis
    void consumerWithoutSelectorTellsNull(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        assertThat(client.consumer(queue).getMessageSelector()).isNull();
        assertThat(client.consumer(queue, null).getMessageSelector()).isNull();
    }

    @Section("8.1")
    @BothApis
    void consumerWithAnEmptySelectorTellsNull(Api api) throws JMSException {
        Client client = client(api);
        assertThat(client.consumer(client.queue(), "").getMessageSelector()).isNull();
    }

    @Section("8.1")
    @BothApis
    void consumerOfNoDestinationIsRefused(Api api) throws JMSException {
        Client client = client(api);
        api.refuses(InvalidDestinationException.class, () -> client.consumer(null));
        api.refuses(InvalidDestinationException.class, () -> client.consumer(null, "colour = 'red'"));
        api.refuses(InvalidDestinationException.class, () -> client.consumer(null, "colour = 'red'", true));
    }

    @Section("8.2")
    @BothApis
    void consumerOnAQueueWithAnInvalidSelectorIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        api.refuses(InvalidSelectorException.class, () -> client.consumer(queue, "colour ="));
        api.refuses(InvalidSelectorException.class, () -> client.consumer(queue, "colour =", false));
    }

    @Section("8.2")
    @Test
    void receiverOfAQueueSessionTellsItsQueueAndHonoursItsSelector() throws JMSException {
        Assumptions.assumeTrue(factory instanceof QueueConnectionFactory);
        var connection = closing(((QueueConnectionFactory) factory).createQueueConnection());
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue(session);
        QueueReceiver receiver = session.createReceiver(queue, "colour = 'blue'");
        assertThat(receiver.getQueue()).isEqualTo(queue);
        Client client = client(Api.CLASSIC);
        client.sendWith(queue, "a", "colour", "red");
        client.sendWith(queue, "b", "colour", "blue");
        assertThat(arrivedText(receiver)).isEqualTo("b");
        assertThat(arrivedText(session.createReceiver(queue))).isEqualTo("a");
        assertThatThrownBy(() -> session.createReceiver(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createReceiver(queue, "colour ="))
                .isInstanceOf(InvalidSelectorException.class);
    }

    @BothApis
    void receiveBlocksUntilAMessageComes(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        Call<Message> receive = Call.get(receiver::receive);
        receive.blocks();
        client(api).send(queue, "a");
        assertThat(receive.result().getBody(String.class)).isEqualTo("a");
    }

    @BothApis
    void receiveWithTimeoutZeroBlocksUntilAMessageComes(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        Call<Message> receive = Call.get(() -> receiver.receive(0));
        receive.blocks();
        client(api).send(queue, "a");
        assertThat(receive.result().getBody(String.class)).isEqualTo("a");
    }

    @BothApis
    void receiveReturnsNullAfterItsTimeout(Api api) throws JMSException {
        Client client = client(api);
        Receiver receiver = client.consumer(client.queue());
        long before = System.nanoTime();
        assertThat(receiver.receive(100)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(
                Duration.ofMillis(95), Duration.ofMillis(ARRIVES));
    }

    @BothApis
    void receiveReturnsAMessageThatComesWithinItsTimeout(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        Call<Message> receive = Call.get(() -> receiver.receive(ARRIVES));
        receive.blocks();
        client(api).send(queue, "a");
        assertThat(receive.result().getBody(String.class)).isEqualTo("a");
    }

    @BothApis
    void receiveNoWaitReturnsNullIfNothingIsThere(Api api) throws JMSException {
        Client client = client(api);
        assertThat(client.consumer(client.queue()).receiveNoWait()).isNull();
    }

    @BothApis
    void receiveNoWaitReturnsAMessageThatIsThere(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a");
        Receiver receiver = client.consumer(queue);
        Message message = await().until(receiver::receiveNoWait, received -> received != null);
        assertThat(message.getBody(String.class)).isEqualTo("a");
    }

    @Section("8.7")
    @Test
    void listenerIsToldUntilItIsTakenAwayInTheClassicApi() throws JMSException {
        listenerIsToldUntilItIsTakenAway(Api.CLASSIC);
    }

    @Section("8.7")
    @KnownDifference("tells a wrapper of the listener; the Javadoc of getMessageListener wants the listener")
    @Test
    void listenerIsToldUntilItIsTakenAwayInTheSimplifiedApi() throws JMSException {
        listenerIsToldUntilItIsTakenAway(Api.SIMPLIFIED);
    }

    private void listenerIsToldUntilItIsTakenAway(Api api) throws JMSException {
        Client client = client(api);
        Receiver receiver = client.consumer(client.queue());
        assertThat(receiver.getMessageListener()).isNull();
        MessageListener listener = message -> { };
        receiver.setMessageListener(listener);
        assertThat(receiver.getMessageListener()).isSameAs(listener);
        receiver.setMessageListener(null);
        assertThat(receiver.getMessageListener()).isNull();
    }

    @Section("8.7")
    @BothApis
    void listenerIsCalledForMessagesBeforeAndAfterItIsSet(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Client other = client(api);
        other.send(queue, "before");
        Received received = Received.returning();
        client.consumer(queue).setMessageListener(received);
        other.send(queue, "after");
        assertThat(received.texts(2)).containsExactly("before", "after");
    }

    @Section("8.7")
    @Test
    void consumerWhoseListenerWasTakenAwayReceivesAgainInTheClassicApi() throws Exception {
        consumerWhoseListenerWasTakenAwayReceivesAgain(Api.CLASSIC);
    }

    @Section("8.7")
    @KnownDifference("keeps a wrapper of null as listener; the Javadoc of setMessageListener says that null unsets it")
    @Test
    void consumerWhoseListenerWasTakenAwayReceivesAgainInTheSimplifiedApi() throws Exception {
        consumerWhoseListenerWasTakenAwayReceivesAgain(Api.SIMPLIFIED);
    }

    private void consumerWhoseListenerWasTakenAwayReceivesAgain(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        receiver.setMessageListener(Received.returning());
        receiver.setMessageListener(null);
        client(api).send(queue, "a");
        assertThat(receiver.text()).isEqualTo("a");
    }

    /** Deliveries to a listener that throws at the first one: text, and how often it was delivered. */
    private BlockingQueue<String> failingOnce(Client client, Queue queue) throws JMSException {
        BlockingQueue<String> deliveries = new LinkedBlockingQueue<>();
        client.consumer(queue).setMessageListener(message -> {
            String delivery = describe(message);
            deliveries.add(delivery);
            if (delivery.equals("a 1 false")) {
                throw new UnsupportedOperationException("fails once, as the test wants");
            }
        });
        return deliveries;
    }

    private static String describe(Message message) {
        try {
            return ((TextMessage) message).getText() + " " + message.getIntProperty("JMSXDeliveryCount") + " "
                    + message.getJMSRedelivered();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private void isRedelivered(Api api, int mode) throws Exception {
        Client client = client(api, mode);
        Queue queue = client.queue();
        BlockingQueue<String> deliveries = failingOnce(client, queue);
        client(api).send(queue, "a", "b");
        assertThat(deliveries.poll(ARRIVES, TimeUnit.MILLISECONDS)).isEqualTo("a 1 false");
        assertThat(deliveries.poll(ARRIVES, TimeUnit.MILLISECONDS)).isEqualTo("a 2 true");
        assertThat(deliveries.poll(ARRIVES, TimeUnit.MILLISECONDS)).startsWith("b ");
    }

    @Section("8.7")
    @BothApis
    void automaticSessionRedeliversAtOnceWhenTheListenerThrows(Api api) throws Exception {
        isRedelivered(api, Session.AUTO_ACKNOWLEDGE);
    }

    @Section("8.7")
    @BothApis
    void dupsOkSessionRedeliversAtOnceWhenTheListenerThrows(Api api) throws Exception {
        isRedelivered(api, Session.DUPS_OK_ACKNOWLEDGE);
    }

    @Section("8.7")
    @BothApis
    void clientAcknowledgeSessionGoesOnWhenTheListenerThrows(Api api) throws Exception {
        goesOnWhenTheListenerThrows(api, Session.CLIENT_ACKNOWLEDGE);
    }

    @Section("8.7")
    @BothApis
    void transactedSessionGoesOnWhenTheListenerThrows(Api api) throws Exception {
        goesOnWhenTheListenerThrows(api, Session.SESSION_TRANSACTED);
    }

    private void goesOnWhenTheListenerThrows(Api api, int mode) throws Exception {
        Client client = client(api, mode);
        Queue queue = client.queue();
        BlockingQueue<String> deliveries = failingOnce(client, queue);
        Client other = client(api);
        other.send(queue, "a", "b");
        assertThat(deliveries.poll(ARRIVES, TimeUnit.MILLISECONDS)).isEqualTo("a 1 false");
        assertThat(deliveries.poll(ARRIVES, TimeUnit.MILLISECONDS)).isEqualTo("b 1 false");
        client.close();
        assertThat(other.consumer(queue).texts(2)).containsExactly("a", "b");
    }

    @Section("8.8")
    @BothApis
    void closeOfAConsumerEndsItsReceive(Api api) throws Exception {
        Client client = client(api);
        Receiver receiver = client.consumer(client.queue());
        Call<Message> receive = Call.get(receiver::receive);
        receive.blocks();
        receiver.close();
        assertThat(receive.result()).isNull();
    }

    @Section("8.8")
    @BothApis
    void closeOfAConsumerWaitsForItsListener(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Received received = Received.blocking();
        Receiver receiver = client.consumer(queue);
        receiver.setMessageListener(received);
        client(api).send(queue, "a");
        received.next();
        Call<Boolean> close = Call.get(() -> {
            receiver.close();
            return received.returned();
        });
        close.blocks();
        received.release();
        assertThat(close.result()).as("the listener returned first").isTrue();
    }

    @KnownDifference("delivers the message again; 8.8 says that it is acknowledged as usual")
    @Section("8.8")
    @BothApis
    void listenerThatClosesItsConsumerCompletes(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Queue replies = client.queue();
        Receiver receiver = client.consumer(queue);
        CompletableFuture<Void> done = new CompletableFuture<>();
        receiver.setMessageListener(message -> Completed.with(done, () -> {
            receiver.close();
            client.send(replies, "after close");
        }));
        Client other = client(api);
        other.send(queue, "a", "b");
        done.get(ARRIVES, TimeUnit.MILLISECONDS);
        assertThat(other.consumer(replies).text()).isEqualTo("after close");
        client.close();
        Receiver rest = other.consumer(queue);
        assertThat(rest.text()).isEqualTo("b");
        rest.nothing();
    }

    @Section("8.8")
    @BothApis
    void closedConsumerGetsNoFurtherMessages(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Received received = Received.returning();
        Receiver receiver = client.consumer(queue);
        receiver.setMessageListener(received);
        receiver.close();
        client(api).send(queue, "a");
        assertThat(client.consumer(queue).text()).isEqualTo("a");
        received.nothing();
    }

    @Section("8.8")
    @BothApis
    void messagesThatTheClosedConsumerDidNotReceiveGoToOthersInOrder(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a", "b", "c");
        Receiver receiver = client.consumer(queue);
        assertThat(receiver.text()).isEqualTo("a");
        receiver.close();
        assertThat(client(api).consumer(queue).texts(2)).containsExactly("b", "c");
    }

    @Section("8.8")
    @BothApis
    void messageIsAcknowledgedAfterItsConsumerIsClosed(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        client.send(queue, "a");
        Receiver receiver = client.consumer(queue);
        Message message = receiver.arrived();
        receiver.close();
        client.acknowledge(message);
        client.closeConnection();
        client(api).consumer(queue).nothing();
    }

    @Section("8.8")
    @BothApis
    void closeOfAConsumerDoesNotAcknowledge(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        client.send(queue, "a");
        Receiver receiver = client.consumer(queue);
        receiver.arrived();
        receiver.close();
        client.recover();
        assertThat(client.consumer(queue).text()).isEqualTo("a");
    }

    @Section("8.8")
    @BothApis
    void transactionIsCommittedAfterItsConsumerIsClosed(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client(api).send(queue, "a");
        Receiver receiver = client.consumer(queue);
        receiver.arrived();
        receiver.close();
        client.commit();
        client(api).consumer(queue).nothing();
    }

    @Section("8.8")
    @BothApis
    void transactionIsRolledBackAfterItsConsumerIsClosed(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client(api).send(queue, "a");
        Receiver receiver = client.consumer(queue);
        receiver.arrived();
        receiver.close();
        client.rollback();
        assertThat(client(api).consumer(queue).text()).isEqualTo("a");
    }

    @Section("8.8")
    @BothApis
    void secondCloseOfAConsumerDoesNothing(Api api) throws JMSException {
        Client client = client(api);
        Receiver receiver = client.consumer(client.queue());
        receiver.close();
        receiver.close();
        api.refuses(IllegalStateException.class, receiver::receiveNoWait);
    }
}
