package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;

@Section("6.2.7")
class TransactionTest extends ClientTest {

    private static final List<Integer> NOT_TRANSACTED =
            List.of(Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE);

    @BothApis
    void producedMessagesAreNotDeliveredBeforeTheCommit(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client.send(queue, "a");
        Receiver receiver = client(api).consumer(queue);
        receiver.nothing();
        client.commit();
        assertThat(receiver.text()).isEqualTo("a");
    }

    @BothApis
    void producedMessagesAreNotDeliveredToTheirOwnSessionBeforeTheCommit(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        client.send(queue, "a");
        receiver.nothing();
        client.commit();
        assertThat(receiver.text()).isEqualTo("a");
        client.commit();
    }

    @BothApis
    void commitSendsAllThatWasProducedToAnyDestination(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        Topic topic = client.topic();
        Client other = client(api);
        Receiver onQueue = other.consumer(queue);
        Receiver onTopic = other.consumer(topic);
        client.send(queue, "q1");
        client.send(topic, "t1");
        client.send(queue, "q2");
        client.commit();
        assertThat(onQueue.texts(2)).containsExactly("q1", "q2");
        assertThat(onTopic.text()).isEqualTo("t1");
    }

    @BothApis
    void rollbackDestroysWhatWasProduced(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client.send(queue, "destroyed");
        client.rollback();
        client.send(queue, "kept");
        client.commit();
        Receiver receiver = client(api).consumer(queue);
        assertThat(receiver.text()).isEqualTo("kept");
        receiver.nothing();
    }

    @BothApis
    void commitAcknowledgesWhatWasConsumed(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client(api).send(queue, "a");
        client.consumer(queue).arrived();
        client.commit();
        client.rollback();
        client.close();
        client(api).consumer(queue).nothing();
    }

    @BothApis
    void consumedMessageIsNotDeliveredToAnotherBeforeTheRollback(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client(api).send(queue, "a");
        Receiver receiver = client.consumer(queue);
        receiver.arrived();
        Receiver other = client(api).consumer(queue);
        other.nothing();
        receiver.close();
        client.rollback();
        assertThat(other.text()).isEqualTo("a");
    }

    @BothApis
    void rollbackDeliversWhatWasConsumedAgainInItsOrder(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client(api).send(queue, "a", "b", "c");
        Receiver receiver = client.consumer(queue);
        assertThat(receiver.texts(2)).containsExactly("a", "b");
        client.rollback();
        assertThat(receiver.texts(3)).containsExactly("a", "b", "c");
        client.commit();
    }

    @BothApis
    void rollbackMarksAndCountsTheRedelivery(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client(api).send(queue, "a");
        Receiver receiver = client.consumer(queue);
        for (int delivery = 1; delivery <= 3; delivery++) {
            Message message = receiver.arrived();
            assertThat(message.getJMSRedelivered()).isEqualTo(delivery > 1);
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(delivery);
            client.rollback();
        }
    }

    @BothApis
    void rollbackCoversAllConsumersOfTheSession(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue one = client.queue();
        Queue two = client.queue();
        Client other = client(api);
        other.send(one, "1");
        other.send(two, "2");
        Receiver onOne = client.consumer(one);
        Receiver onTwo = client.consumer(two);
        onOne.arrived();
        onTwo.arrived();
        client.rollback();
        assertThat(onOne.text()).isEqualTo("1");
        assertThat(onTwo.text()).isEqualTo("2");
        client.commit();
    }

    @BothApis
    void consumingAndProducingAreOneUnit(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue in = client.queue();
        Queue out = client.queue();
        Client other = client(api);
        other.send(in, "a");
        Receiver receiver = client.consumer(in);
        client.send(out, receiver.text() + " first");
        client.rollback();
        client.send(out, receiver.text() + " second");
        client.commit();
        Receiver results = other.consumer(out);
        assertThat(results.text()).isEqualTo("a second");
        results.nothing();
    }

    @BothApis
    void nextTransactionBeginsByItself(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client.send(queue, "a");
        client.commit();
        client.send(queue, "b");
        client.rollback();
        client.send(queue, "c");
        client.commit();
        assertThat(client(api).consumer(queue).texts(2)).containsExactly("a", "c");
    }

    @BothApis
    void transactionIsThatOfOneSessionOnly(Api api) throws JMSException {
        Client one = client(api, Session.SESSION_TRANSACTED);
        Client two = one.another(Session.SESSION_TRANSACTED);
        Queue queue = one.queue();
        one.send(queue, "one");
        two.send(queue, "two");
        one.rollback();
        two.commit();
        Receiver receiver = client(api).consumer(queue);
        assertThat(receiver.text()).isEqualTo("two");
        receiver.nothing();
    }

    @BothApis
    void transactionOfADurableSubscriberIsRolledBackToo(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED, uniqueName("client"));
        Topic topic = client.topic();
        Receiver receiver = client.durable(topic, "durable");
        client(api).send(topic, "a");
        receiver.arrived();
        client.rollback();
        Message again = receiver.arrived();
        assertThat(((TextMessage) again).getText()).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        client.commit();
    }

    @BothApis
    void emptyTransactionsAreCompleted(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        client.commit();
        client.rollback();
        assertThat(client.getTransacted()).isTrue();
    }

    @BothApis
    void listenerCommitsItsSession(Api api) throws Exception {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        Received received = Received.returning();
        client.consumer(queue).setMessageListener(message -> {
            try {
                client.commit();
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
            received.onMessage(message);
        });
        client(api).send(queue, "a");
        received.next();
        client.close();
        client(api).consumer(queue).nothing();
    }

    @BothApis
    void onlyTransactedSessionsCommitAndRollBack(Api api) throws JMSException {
        for (int mode : NOT_TRANSACTED) {
            Client client = client(api, mode);
            api.refuses(IllegalStateException.class, client::commit);
            api.refuses(IllegalStateException.class, client::rollback);
        }
    }

    @Section("6.2.10")
    @BothApis
    void transactedSessionDoesNotRecover(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        api.refuses(IllegalStateException.class, client::recover);
    }

    @Section("6.2.10")
    @BothApis
    void acknowledgeInATransactedSessionHasNoEffect(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        client(api).send(queue, "a");
        Receiver receiver = client.consumer(queue);
        client.acknowledge(receiver.arrived());
        client.rollback();
        assertThat(receiver.text()).isEqualTo("a");
        client.commit();
    }
}
