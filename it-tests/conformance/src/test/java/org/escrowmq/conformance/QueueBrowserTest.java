package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@Section("4.1.6")
class QueueBrowserTest extends ClientTest {

    private static List<String> texts(QueueBrowser browser) throws JMSException {
        List<String> texts = new ArrayList<>();
        Enumeration<?> messages = browser.getEnumeration();
        while (messages.hasMoreElements()) {
            texts.add(((TextMessage) messages.nextElement()).getText());
        }
        return texts;
    }

    @BothApis
    void browserShowsAllMessagesInTheOrderTheyWouldBeReceived(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a", "b", "c");
        try (QueueBrowser browser = client.browser(queue)) {
            assertThat(texts(browser)).containsExactly("a", "b", "c");
        }
    }

    @BothApis
    void browserLeavesTheMessagesOnTheQueue(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a", "b");
        try (QueueBrowser browser = client.browser(queue)) {
            texts(browser);
        }
        Receiver receiver = client.consumer(queue);
        Message first = receiver.arrived();
        assertThat(((TextMessage) first).getText()).isEqualTo("a");
        assertThat(first.getJMSRedelivered()).isFalse();
        assertThat(receiver.text()).isEqualTo("b");
    }

    @BothApis
    void browserWithASelectorShowsOnlyMatchingMessages(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.sendWith(queue, "a", "colour", "red");
        client.sendWith(queue, "b", "colour", "blue");
        client.sendWith(queue, "c", "colour", "red");
        try (QueueBrowser browser = client.browser(queue, "colour = 'red'")) {
            assertThat(texts(browser)).containsExactly("a", "c");
        }
    }

    @BothApis
    void browserOfAnEmptyQueueShowsNothing(Api api) throws JMSException {
        Client client = client(api);
        Enumeration<?> messages = client.browser(client.queue()).getEnumeration();
        assertThat(messages.hasMoreElements()).isFalse();
        assertThatThrownBy(messages::nextElement).isInstanceOf(NoSuchElementException.class);
    }

    @BothApis
    void browserDoesNotShowAMessageBeforeItsDeliveryTime(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "now");
        Sender sender = client.sender();
        sender.setDeliveryDelay(60_000);
        sender.send(queue, client.message("later"));
        assertThat(texts(client.browser(queue))).containsExactly("now");
    }

    @BothApis
    void everyEnumerationOfABrowserStartsAtTheFirstMessage(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a", "b");
        QueueBrowser browser = client.browser(queue);
        assertThat(texts(browser)).containsExactly("a", "b");
        assertThat(texts(browser)).containsExactly("a", "b");
    }

    @BothApis
    void messagesOfAnUncommittedTransactionAreNotShown(Api api) throws JMSException {
        Client transacted = client(api, Session.SESSION_TRANSACTED);
        Queue queue = transacted.queue();
        transacted.send(queue, "a");
        Client client = client(api);
        assertThat(texts(client.browser(queue))).isEmpty();
        transacted.commit();
        assertThat(texts(client.browser(queue))).containsExactly("a");
    }

    @BothApis
    void browserTellsItsQueue(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        assertThat(client.browser(queue).getQueue()).isEqualTo(queue);
    }

    @BothApis
    void browserTellsItsSelector(Api api) throws JMSException {
        Client client = client(api);
        assertThat(client.browser(client.queue(), "colour = 'red'").getMessageSelector()).isEqualTo("colour = 'red'");
    }

    @BothApis
    void browserWithoutSelectorTellsNull(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        assertThat(client.browser(queue).getMessageSelector()).isNull();
        assertThat(client.browser(queue, null).getMessageSelector()).isNull();
    }

    @BothApis
    void browserWithAnEmptySelectorTellsNullAndShowsAll(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a");
        QueueBrowser browser = client.browser(queue, "");
        assertThat(browser.getMessageSelector()).isNull();
        assertThat(texts(browser)).containsExactly("a");
    }

    @BothApis
    void browserOfNoQueueIsRefused(Api api) throws JMSException {
        Client client = client(api);
        api.refuses(InvalidDestinationException.class, () -> client.browser(null));
        api.refuses(InvalidDestinationException.class, () -> client.browser(null, "colour = 'red'"));
    }

    @BothApis
    void browserWithAnInvalidSelectorIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        api.refuses(InvalidSelectorException.class, () -> client.browser(queue, "colour ="));
    }

    @Section("6.2.15")
    @BothApis
    void closingTheSessionClosesItsBrowsers(Api api) throws JMSException {
        Client client = client(api);
        QueueBrowser browser = client.browser(client.queue());
        client.close();
        assertThatThrownBy(browser::getEnumeration).isInstanceOf(IllegalStateException.class);
        browser.close();
    }

    @Section("6.1.8")
    @BothApis
    void closingTheConnectionClosesItsBrowsers(Api api) throws JMSException {
        Client client = client(api);
        QueueBrowser browser = client.browser(client.queue());
        client.closeConnection();
        assertThatThrownBy(browser::getEnumeration).isInstanceOf(IllegalStateException.class);
        browser.close();
    }

    @Test
    void browserIsMadeByAQueueSession() throws JMSException {
        Assumptions.assumeTrue(factory instanceof QueueConnectionFactory);
        QueueConnection connection = closing(((QueueConnectionFactory) factory).createQueueConnection());
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue(session);
        send(session, queue, "a", "b");
        assertThat(texts(session.createBrowser(queue))).containsExactly("a", "b");
        assertThat(texts(session.createBrowser(queue, "JMSPriority > 8"))).isEmpty();
    }
}
