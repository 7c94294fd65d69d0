package org.escrowmq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.escrowmq.destination.EscrowQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A closed object says which object is closed; closing it again does nothing (Messaging 6.1.8, 6.2.15). */
class ClosedObjectsTest {

    private final Queue queue = new EscrowQueue("work");
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
    void aClosedContextIsOfNoUseThoughAnotherKeepsItsConnectionOpen() throws JMSException {
        JMSContext context = provider.factory.createContext();
        try (JMSContext other = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            context.close();
            for (ThrowingCallable use : new ThrowingCallable[] {context::getClientID, context::getMetaData,
                context::getExceptionListener, () -> context.setExceptionListener(null), context::start, context::stop,
                context::createProducer, () -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE)}) {
                assertThatThrownBy(use).isInstanceOf(IllegalStateRuntimeException.class);
            }
            assertThat(other.getClientID()).isNull();
        }
    }

    @Test
    void aClosedConnectionRefusesWork() throws JMSException {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        provider.connection.close();
        assertThatCode(provider.connection::close).doesNotThrowAnyException();
        assertClosed("connection", provider.connection::createSession);
        assertClosed("connection", provider.connection::start);
        assertClosed("connection", provider.connection::stop);
        assertClosed("connection", provider.connection::getMetaData);
        assertClosed("connection", () -> provider.connection.setClientID("late"));
        assertClosed("session", session::createMessage);
    }

    @Test
    void aClosedSessionRefusesWorkAndItsChildrenAreClosed() throws JMSException {
        Session session = provider.session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        session.close();
        assertThatCode(session::close).doesNotThrowAnyException();
        assertClosed("session", () -> session.createConsumer(queue));
        assertClosed("session", () -> session.createTextMessage("x"));
        assertClosed("session", session::commit);
        assertClosed("session", session::rollback);
        assertClosed("session", producer::getPriority);
        assertClosed("consumer", consumer::receiveNoWait);
    }

    @Test
    void closedProducersConsumersAndBrowsersRefuseWork() throws JMSException {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        QueueBrowser browser = session.createBrowser(queue);
        producer.close();
        consumer.close();
        browser.close();
        assertClosed("producer", () -> producer.send(session.createMessage()));
        assertClosed("consumer", consumer::receive);
        assertClosed("consumer", consumer::getMessageSelector);
        assertClosed("browser", browser::getEnumeration);
    }

    @Test
    void aClosedContextRefusesWork() {
        JMSContext context = provider.factory.createContext();
        context.close();
        assertThatCode(context::close).doesNotThrowAnyException();
        assertThatThrownBy(context::createProducer).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(() -> context.createQueue("x")).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(context::start).isInstanceOf(IllegalStateRuntimeException.class);
    }

    private static void assertClosed(String what, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining(what)
                .hasMessageContaining("closed");
    }
}
