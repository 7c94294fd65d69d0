package org.escrowmq.ra.kit;

import jakarta.jms.ConnectionMetaData;
import jakarta.jms.ExceptionListener;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.util.ArrayList;
import java.util.List;

/** A physical connection. */
public final class FakeConnection {

    private final FakeProvider provider;
    private final List<FakeSession> sessions = new ArrayList<>();
    private ExceptionListener listener;
    private String clientId;
    private boolean started;
    private boolean closed;

    FakeConnection(FakeProvider provider) {
        this.provider = provider;
    }

    XASession open(boolean transacted, int acknowledgeMode) throws JMSException {
        checkOpen();
        FakeSession session = new FakeSession(provider, this, transacted ? 0 : acknowledgeMode);
        sessions.add(session);
        return Fake.of(XASession.class, session);
    }

    public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return open(transacted, acknowledgeMode);
    }

    void checkOpen() throws JMSException {
        if (closed) {
            throw new jakarta.jms.IllegalStateException("closed");
        }
    }

    void breakWith(JMSException reason) {
        closed = true;
        if (listener != null) {
            listener.onException(reason);
        }
    }

    public void setClientID(String id) throws JMSException {
        for (FakeConnection other : provider.connections()) {
            if (!other.closed && id.equals(other.clientId)) {
                throw new InvalidClientIDException("The client id " + id + " is in use");
            }
        }
        clientId = id;
        provider.history().add("client id " + id);
    }

    public void setExceptionListener(ExceptionListener newListener) {
        listener = newListener;
    }

    public void start() throws JMSException {
        checkOpen();
        started = true;
    }

    public void stop() throws JMSException {
        checkOpen();
        started = false;
    }

    public void close() throws JMSException {
        if (!closed) {
            for (FakeSession session : sessions) {
                session.close();
            }
            closed = true;
            provider.history().add("disconnect");
        }
    }

    public ConnectionMetaData getMetaData() {
        return Fake.of(ConnectionMetaData.class, new MetaData());
    }

    public List<FakeXAResource> resources() {
        return sessions.stream().map(session -> (FakeXAResource) session.getXAResource()).toList();
    }

    public List<FakeConsumer> consumers() {
        return sessions.stream().flatMap(session -> session.consumers().stream()).toList();
    }

    public boolean isStarted() {
        return started;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Its description. */
    public static final class MetaData {

        public String getJMSProviderName() {
            return "Fake";
        }

        public String getProviderVersion() {
            return "1.2";
        }
    }
}
