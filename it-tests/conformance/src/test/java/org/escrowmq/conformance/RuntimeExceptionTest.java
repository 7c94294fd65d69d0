package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.Destination;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which of the unchecked exceptions the simplified API throws in the situations that have to have it. */
@Section("10.3")
class RuntimeExceptionTest extends ConformanceTest {

    private static void assertFails(Class<? extends JMSRuntimeException> type, ThrowingCallable... actions) {
        for (int i = 0; i < actions.length; i++) {
            assertThatThrownBy(actions[i], "call %s", i + 1).isInstanceOf(type);
        }
    }

    @Test
    void commitOrRollbackOfAContextWithoutTransactionsIsAnIllegalState() {
        for (int mode : new int[] {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.CLIENT_ACKNOWLEDGE,
            JMSContext.DUPS_OK_ACKNOWLEDGE}) {
            JMSContext context = context(mode);
            assertFails(IllegalStateRuntimeException.class, context::commit, context::rollback);
        }
    }

    @Test
    void recoverOfATransactedContextIsAnIllegalState() {
        assertFails(IllegalStateRuntimeException.class, context(JMSContext.SESSION_TRANSACTED)::recover);
    }

    @Test
    void everyMethodOfAClosedContextButCloseIsAnIllegalState() {
        JMSContext context = context(JMSContext.SESSION_TRANSACTED);
        Queue queue = context.createQueue(uniqueName("queue"));
        Topic topic = context.createTopic(uniqueName("topic"));
        context.close();
        assertFails(IllegalStateRuntimeException.class, context::commit, context::rollback, context::start,
                context::stop, context::createMessage, context::createTextMessage, context::createBytesMessage,
                context::createMapMessage, context::createStreamMessage, context::createObjectMessage,
                context::createTemporaryQueue, context::createTemporaryTopic, context::getMetaData,
                () -> context.createQueue("queue"), () -> context.createTopic("topic"),
                () -> context.createConsumer(queue), () -> context.createBrowser(queue),
                () -> context.createSharedConsumer(topic, "name"), () -> context.unsubscribe("name"));
        context.close();
    }

    @Test
    @KnownDifference("creates one on the closed connection; 10.3 says that the state is illegal")
    void creatingAContextFromAClosedOneIsAnIllegalState() {
        JMSContext context = context();
        context.close();
        assertFails(IllegalStateRuntimeException.class, () -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE));
    }

    @Test
    void clientIdentifierSetTooLateIsAnIllegalState() {
        JMSContext used = context();
        used.createConsumer(used.createQueue(uniqueName("queue")));
        assertFails(IllegalStateRuntimeException.class, () -> used.setClientID(uniqueName("client")));
    }

    @Test
    void clientIdentifierInUseIsAnInvalidClientId() {
        String clientId = uniqueName("client");
        JMSContext first = context();
        first.setClientID(clientId);
        JMSContext second = context();
        assertFails(InvalidClientIDRuntimeException.class, () -> second.setClientID(clientId));
    }

    @Test
    void destinationThatIsNotUnderstoodIsAnInvalidDestination() {
        JMSContext context = context();
        Destination unknown = new Destination() { };
        assertFails(InvalidDestinationRuntimeException.class, () -> context.createConsumer(unknown),
                () -> context.createProducer().send(unknown, "text"));
    }

    @Test
    void missingDestinationIsAnInvalidDestination() {
        JMSContext context = context();
        assertFails(InvalidDestinationRuntimeException.class, () -> context.createConsumer(null),
                () -> context.createBrowser(null), () -> context.createSharedConsumer(null, "name"),
                () -> context.createProducer().send(null, "text"));
    }

    @Test
    @KnownDifference("sends on to a queue that was deleted; 10.3 says that it is no longer valid")
    void temporaryDestinationThatWasDeletedIsAnInvalidDestination() throws JMSException {
        JMSContext context = context();
        TemporaryQueue queue = context.createTemporaryQueue();
        queue.delete();
        assertFails(InvalidDestinationRuntimeException.class, () -> context.createProducer().send(queue, "text"),
                () -> context.createConsumer(queue));
    }

    @Test
    void unsubscribingFromANameThatDoesNotExistIsAnInvalidDestination() {
        JMSContext context = context();
        context.setClientID(uniqueName("client"));
        assertFails(InvalidDestinationRuntimeException.class, () -> context.unsubscribe(uniqueName("name")));
    }

    @Test
    void syntaxErrorInASelectorIsAnInvalidSelector() {
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        assertFails(InvalidSelectorRuntimeException.class, () -> context.createConsumer(queue, "a ="),
                () -> context.createBrowser(queue, "a ="));
    }

    @Test
    void propertyOfAProducerOfAnUnsupportedClassIsAFormatError() {
        JMSProducer producer = context().createProducer();
        assertFails(MessageFormatRuntimeException.class, () -> producer.setProperty("name", List.of()));
        assertThat(producer.propertyExists("name")).isFalse();
    }

    @Test
    void propertyOfAProducerReadAsATypeThatTheTableDoesNotMarkIsAFormatError() {
        JMSProducer producer = context().createProducer();
        producer.setProperty("name", true);
        assertFails(MessageFormatRuntimeException.class, () -> producer.getIntProperty("name"),
                () -> producer.getByteProperty("name"), () -> producer.getShortProperty("name"),
                () -> producer.getLongProperty("name"), () -> producer.getFloatProperty("name"),
                () -> producer.getDoubleProperty("name"));
        producer.setProperty("name", 1);
        assertFails(MessageFormatRuntimeException.class, () -> producer.getBooleanProperty("name"));
    }

    @Test
    void missingMessageIsAFormatError() {
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        assertFails(MessageFormatRuntimeException.class, () -> context.createProducer().send(queue, (Message) null));
    }

    @Test
    void mapWithAValueOfAnUnsupportedClassIsAFormatError() {
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        assertFails(MessageFormatRuntimeException.class,
                () -> context.createProducer().send(queue, Map.of("name", List.of())));
    }

    @Test
    void bodyReceivedAsAnotherTypeIsAFormatError() {
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        JMSConsumer consumer = context.createConsumer(queue);
        context.createProducer().send(queue, "text");
        assertFails(MessageFormatRuntimeException.class, () -> consumer.receiveBody(byte[].class, ARRIVES));
    }

    @Test
    void propertyOfAProducerForAMessageWithReadOnlyPropertiesIsNotWriteable() throws JMSException {
        Session session = session();
        Message received = through(session, session.createTextMessage("text"));
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        assertFails(MessageNotWriteableRuntimeException.class,
                () -> context.createProducer().setProperty("name", "value").send(queue, received));
    }

    @Test
    void closedConsumerOfAContextIsAnIllegalState() throws JMSException {
        JMSContext context = context();
        JMSConsumer consumer = context.createConsumer(context.createQueue(uniqueName("queue")));
        consumer.close();
        assertFails(IllegalStateRuntimeException.class, consumer::receiveNoWait, consumer::receive,
                consumer::getMessageSelector, () -> consumer.receiveBody(String.class));
        consumer.close();
    }

    @Test
    @Section("10.2")
    void everyFailureOfTheClassicApiIsAJmsExceptionThatSaysWhatIsWrong() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        for (ThrowingCallable action : List.<ThrowingCallable>of(session::commit,
                () -> session.createConsumer(queue, "a ="), () -> session.createConsumer(null),
                () -> session.createMessage().setObjectProperty("name", List.of()),
                () -> session.createBytesMessage().readByte(), () -> session.unsubscribe(uniqueName("name")))) {
            Throwable thrown = catchThrowable(action);
            assertThat(thrown).isInstanceOf(JMSException.class);
            assertThat(thrown.getMessage()).isNotBlank();
        }
    }

    @Test
    @Section("10.2")
    void everyFailureOfTheSimplifiedApiIsAJmsRuntimeExceptionThatSaysWhatIsWrong() {
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        for (ThrowingCallable action : List.<ThrowingCallable>of(context::commit,
                () -> context.createConsumer(queue, "a ="), () -> context.createConsumer(null),
                () -> context.createProducer().setPriority(10), () -> context.createProducer().setDeliveryMode(0),
                () -> context.createProducer().setProperty("name", List.of()))) {
            Throwable thrown = catchThrowable(action);
            assertThat(thrown).isInstanceOf(JMSRuntimeException.class);
            assertThat(thrown.getMessage()).isNotBlank();
        }
    }
}
