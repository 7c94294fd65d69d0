package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowTemporaryQueue;
import org.escrowmq.destination.EscrowTemporaryTopic;
import org.escrowmq.message.MessageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues and topics by name, temporary ones, and client identifiers. */
@Timeout(60)
class DestinationsTest {

    @TempDir
    private Path directory;
    private BrokerRig rig;

    @BeforeEach
    void open() throws JMSException {
        rig = BrokerRig.on(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aQueueAndATopicMayHaveTheSameNameAndNeverGetEachOthersMessages() throws JMSException {
        Inbox subscriber = rig.consume(BrokerRig.topic("x"));
        subscriber.request(10);
        rig.send(BrokerRig.queue("x"), "to the queue");
        rig.send(BrokerRig.topic("x"), "to the topic");
        subscriber.settle();
        assertThat(subscriber.texts()).containsExactly("to the topic");
        Inbox consumer = rig.consume(BrokerRig.queue("x"));
        consumer.request(10);
        consumer.settle();
        assertThat(consumer.texts()).containsExactly("to the queue");
        assertThat(consumer.deliveries().get(0).message().headers().getDestination())
                .isEqualTo(BrokerRig.queue("x"));
        assertThat(subscriber.deliveries().get(0).message().headers().getDestination())
                .isEqualTo(BrokerRig.topic("x"));
    }

    @Test
    void aMessageToAQueueThatNobodyHasEverConsumedFromIsKept() throws JMSException {
        rig.send(BrokerRig.queue("new"), "a");
        assertThat(rig.restart().drain(BrokerRig.queue("new"))).containsExactly("a");
    }

    @Test
    void anEmptyQueueWithoutConsumersStays() throws JMSException {
        rig.session().ensureExists(BrokerRig.queue("kept"));
        rig.session().ensureExists(BrokerRig.topic("kept too"));
        rig.drain(BrokerRig.queue("kept"));
        rig.restart();
        assertThat(rig.broker().engine().server().locateQueue("kept")).isNotNull();
        assertThat(rig.broker().engine().server().getAddressInfo(
                SimpleString.of("kept too"))).isNotNull();
    }

    @Test
    void everySubscriberOfATopicGetsACopyOfItsOwn() throws JMSException {
        Inbox one = rig.consume(BrokerRig.topic("news"));
        Inbox two = rig.consume(BrokerRig.topic("news"));
        one.request(1);
        two.request(1);
        rig.send(BrokerRig.topic("news"), "a");
        Delivery first = one.await();
        Delivery second = two.await();
        assertThat(first.message()).isNotSameAs(second.message());
        first.message().headers().setType("changed");
        assertThat(second.message().headers().getType()).isNull();
    }

    @Test
    void aTopicWithoutSubscribersForgetsWhatIsSentToIt() throws JMSException {
        rig.send(BrokerRig.topic("news"), "a");
        assertThat(rig.drain(BrokerRig.topic("news"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.*", "a.#", "#", "*", "a,b", "a/b", "a b", "a?b=c", "ünïcödé", "'quoted'", "\"quoted\"",
        "a:b", "a\\b", "queue://a", "a=b", "(a)", "${a}", "$sys.a", "a..b", ".a", "a%b", "a>", "topic.a.b"})
    void namesAreTakenLiterally(String name) throws JMSException {
        EscrowDestination queue = BrokerRig.queue(name);
        EscrowDestination topic = BrokerRig.topic(name);
        Inbox subscriber = rig.consume(topic);
        Inbox bystander = rig.consume(BrokerRig.topic("a.b"));
        subscriber.request(10);
        bystander.request(10);
        rig.send(BrokerRig.queue("a.b"), "other queue");
        rig.send(BrokerRig.topic("a.b"), "other topic");
        rig.send(queue, "queue");
        rig.send(topic, "topic");
        subscriber.settle();
        bystander.settle();
        assertThat(subscriber.texts()).containsExactly("topic");
        assertThat(bystander.texts()).containsExactly("other topic");
        subscriber.close();
        assertThat(rig.restart().drain(queue)).containsExactly("queue");
        assertThat(rig.drain(BrokerRig.queue("a.b"))).containsExactly("other queue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a::b", "::", "activemq.management", "a\nb", "\u0000"})
    void namesThatTheEngineWouldInterpretAreRefused(String name) {
        assertThatThrownBy(() -> rig.send(BrokerRig.queue(name), "a"))
                .isInstanceOf(InvalidDestinationException.class).hasMessageContaining(name);
        assertThatThrownBy(() -> rig.consume(BrokerRig.topic(name)))
                .isInstanceOf(InvalidDestinationException.class).hasMessageContaining(name);
        assertThatThrownBy(() -> rig.session().ensureExists(BrokerRig.queue(name)))
                .isInstanceOf(InvalidDestinationException.class).hasMessageContaining(name);
    }

    private EscrowTemporaryQueue temporaryQueue() throws JMSException {
        return new EscrowTemporaryQueue(rig.connection().createTemporary(false), null);
    }

    private EscrowTemporaryTopic temporaryTopic() throws JMSException {
        return new EscrowTemporaryTopic(rig.connection().createTemporary(true), null);
    }

    @Test
    void everybodyMaySendToATemporaryDestinationAndOnlyItsConnectionConsumes() throws JMSException {
        BrokerSession other = rig.broker().connect(null, null).createSession();
        for (EscrowDestination temporary : new EscrowDestination[] {temporaryQueue(), temporaryTopic()}) {
            Inbox inbox = rig.consume(temporary);
            inbox.request(1);
            other.send(BrokerRig.text(temporary, "a"), null);
            Delivery delivery = inbox.await();
            assertThat(delivery.message().content()).isEqualTo("a");
            assertThat(((EscrowDestination) delivery.message().headers().getDestination()).isTemporary()).isTrue();
            assertThatThrownBy(() -> BrokerRig.consume(other, BrokerRig.from(temporary)))
                    .isInstanceOf(InvalidDestinationException.class).hasMessageContaining(temporary.name());
        }
    }

    @Test
    void aReplyFindsItsWayToATemporaryQueueByTheReceivedHeader() throws JMSException {
        EscrowTemporaryQueue temporary = temporaryQueue();
        rig.session().send(BrokerRig.message(BrokerRig.queue("service"), MessageKind.TEXT, "question",
                headers -> headers.setReplyTo(temporary)), null);
        Inbox service = rig.consume(BrokerRig.queue("service"));
        EscrowDestination replyTo = EscrowDestination.of(service.next().message().headers().getReplyTo());
        assertThat(replyTo).isEqualTo(temporary);
        assertThat(replyTo.isTemporary()).isTrue();
        rig.send(replyTo, "answer");
        assertThat(rig.consume(temporary).next().message().content()).isEqualTo("answer");
    }

    @Test
    void aTemporaryDestinationWithConsumersCannotBeDeleted() throws JMSException {
        for (EscrowDestination temporary : new EscrowDestination[] {temporaryQueue(), temporaryTopic()}) {
            Inbox inbox = rig.consume(temporary);
            assertThatThrownBy(() -> rig.connection().deleteTemporary(temporary))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining(temporary.name());
            inbox.close();
            rig.connection().deleteTemporary(temporary);
            assertGone(temporary);
        }
    }

    @Test
    void onlyTheConnectionThatCreatedItCanDeleteATemporaryDestination() throws JMSException {
        EscrowTemporaryQueue temporary = temporaryQueue();
        BrokerConnection other = rig.broker().connect(null, null);
        assertThatThrownBy(() -> other.deleteTemporary(temporary)).isInstanceOf(InvalidDestinationException.class);
        rig.connection().deleteTemporary(temporary);
        assertThatThrownBy(() -> rig.connection().deleteTemporary(temporary))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void temporaryDestinationsEndWithTheirConnectionWhateverIsInThem() throws JMSException {
        EscrowTemporaryQueue queue = temporaryQueue();
        EscrowTemporaryTopic topic = temporaryTopic();
        rig.consume(topic);
        rig.send(queue, "a");
        rig.connection().close();
        BrokerSession other = rig.broker().connect(null, null).createSession();
        for (EscrowDestination temporary : new EscrowDestination[] {queue, topic}) {
            assertThatThrownBy(() -> other.send(BrokerRig.text(temporary, "b"), null))
                    .isInstanceOf(InvalidDestinationException.class).hasMessageContaining(temporary.name());
        }
    }

    @Test
    void temporaryDestinationsAreGoneAfterARestart() throws JMSException {
        EscrowTemporaryQueue queue = temporaryQueue();
        EscrowTemporaryTopic topic = temporaryTopic();
        rig.send(queue, "a");
        rig.restart();
        assertGone(queue);
        assertGone(topic);
    }

    private void assertGone(EscrowDestination temporary) {
        assertThatThrownBy(() -> rig.send(temporary, "a"))
                .isInstanceOf(InvalidDestinationException.class).hasMessageContaining(temporary.name());
    }

    @Test
    void aClientIdentifierBelongsToOneConnectionUntilThatCloses() throws JMSException {
        BrokerConnection other = rig.broker().connect(null, null);
        rig.connection().setClientId("billing");
        assertThatThrownBy(() -> other.setClientId("billing"))
                .isInstanceOf(InvalidClientIDException.class).hasMessageContaining("billing");
        assertThatThrownBy(() -> rig.connection().setClientId("again")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.setClientId(" ")).isInstanceOf(InvalidClientIDException.class);
        rig.connection().close();
        other.setClientId("billing");
    }

    @Test
    void aClosedConnectionRefusesEverything() throws JMSException {
        rig.connection().close();
        rig.connection().close();
        assertThatThrownBy(() -> rig.connection().createSession())
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> rig.connection().createTemporary(true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rig.connection().setClientId("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rig.send(BrokerRig.queue("a"), "a")).isInstanceOf(IllegalStateException.class);
    }
}
