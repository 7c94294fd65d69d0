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
    private volatile T physical;
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

    /** Gives a new physical counterpart what the application set on the one before. */
    void restore(T counterpart) throws JMSException {
        // Most have no state beyond what they are opened with.
    }

    /** The guard: every call of the application goes through here. */
    final T physical() throws JMSException {
        if (closed) {
            throw new IllegalStateException("This producer or consumer is closed");
        }
        Session current = session.enlisted();
        if (openedOn != current) {
            dissociate();
            physical = opener.open(current);
            openedOn = current;
            restore(physical);
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
            T counterpart = physical;
            if (counterpart != null) {
                closePhysical(counterpart);
            }
        }
    }

    /** Closes because the session ends. */
    final void invalidate() {
        closed = true;
        dissociate();
    }

    /** Lets go of the physical counterpart; the next use opens another one. */
    final void dissociate() {
        T counterpart = physical;
        physical = null;
        openedOn = null;
        if (counterpart == null) {
            return;
        }
        try {
            closePhysical(counterpart);
        } catch (JMSException e) {
            // Nobody waits for the outcome; closing the physical connection, if it is broken, closes this as well.
            AdapterLog.outboundDebug("Could not close a producer or consumer", e);
        }
    }
}
