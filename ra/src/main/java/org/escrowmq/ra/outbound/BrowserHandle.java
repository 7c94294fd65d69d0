package org.escrowmq.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;

/** A browser of a {@link SessionHandle}. Used by one thread at a time. */
final class BrowserHandle extends ChildHandle<QueueBrowser> implements QueueBrowser {

    BrowserHandle(SessionHandle session, Queue queue, String selector) {
        super(session, queue, physical -> physical.createBrowser(queue, selector));
    }

    @Override
    void closePhysical(QueueBrowser browser) throws JMSException {
        browser.close();
    }

    @Override
    public Queue getQueue() throws JMSException {
        return (Queue) destination();
    }

    @Override
    public String getMessageSelector() throws JMSException {
        return physical().getMessageSelector();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Enumeration getEnumeration() throws JMSException {
        return physical().getEnumeration();
    }
}
