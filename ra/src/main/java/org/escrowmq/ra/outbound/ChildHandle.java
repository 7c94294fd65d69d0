package org.escrowmq.ra.outbound;

import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.escrowmq.ra.AdapterLog;

/**
 * A producer or consumer of a session handle. It closes with the session, and opens its physical counterpart anew when
 * the server has moved the session to another managed connection.
 *
 * @param <T> the physical counterpart
 */
abstract class ChildHandle<T> {

    private final SessionHandle session;
    private final Opener<T> opener;
    private final Destination destination;
    private Session openedOn;
    private T physical;
    private volatile boolean closed;

    /** Opens the physical counterpart. */
    @FunctionalInterface
    interface Opener<T> {
        T open(Session session) throws JMSException;
    }

    ChildHandle(SessionHandle session, Destination destination, Opener<T> opener) {
        this.session = session;
        this.destination = destination;
        this.opener = opener;
    }

    /** Closes a physical counterpart. */
    abstract void closePhysical(T counterpart) throws JMSException;

    /** Gives the state of one physical counterpart to the next. */
    abstract void inherit(T from, T to) throws JMSException;

    /** The guard: every call of the application goes through here. */
    final T physical() throws JMSException {
        if (closed) {
            throw new IllegalStateException("This producer or consumer is closed");
        }
        Session current = session.session();
        if (openedOn != current) {
            T next = opener.open(current);
            if (physical != null) {
                inherit(physical, next);
                release(physical);
            }
            physical = next;
            openedOn = current;
        }
        return physical;
    }

    final Destination destination() throws JMSException {
        physical();
        return destination;
    }

    /** Closes at the application's request. */
    public final void close() throws JMSException {
        if (!closed) {
            closed = true;
            session.forget(this);
            if (physical != null) {
                closePhysical(physical);
            }
        }
    }

    /** Closes because the session ends. */
    final void invalidate() {
        closed = true;
        if (physical != null) {
            release(physical);
        }
    }

    private void release(T counterpart) {
        try {
            closePhysical(counterpart);
        } catch (JMSException e) {
            // Nobody waits for the outcome; closing the physical connection, if it is broken, closes this as well.
            AdapterLog.outboundDebug("Could not close a producer or consumer", e);
        }
    }
}
