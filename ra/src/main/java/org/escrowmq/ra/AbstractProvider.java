package org.escrowmq.ra;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.Map;
import java.util.Optional;
import org.escrowmq.ArrivalAwareConsumer;
import org.escrowmq.EscrowXAConnection;
import org.escrowmq.EscrowXASession;

/**
 * What the provider offers beyond {@code jakarta.jms}, wherever its broker is: with its subclasses alone in this
 * adapter to know it. Safe for use by several threads.
 */
abstract sealed class AbstractProvider implements MessagingProvider permits EmbeddedProvider, RemoteProvider {

    @Override
    public XASession createSession(XAConnection connection, boolean transacted, int acknowledgeMode)
            throws JMSException {
        return ((EscrowXAConnection) connection).createXASession(transacted, acknowledgeMode);
    }

    @Override
    public Optional<Runnable> holdBack(XASession session) {
        return ((EscrowXASession) session).holdBack();
    }

    @Override
    public void configure(MessageConsumer consumer, int prefetch, Map<String, String> redelivery) throws JMSException {
        ArrivalAwareConsumer own = (ArrivalAwareConsumer) consumer;
        own.setPrefetch(prefetch);
        own.setRedelivery(redelivery);
    }

    @Override
    public void giveBack(MessageConsumer consumer) throws JMSException {
        ((ArrivalAwareConsumer) consumer).giveBack();
    }

    @Override
    public boolean hasMessage(MessageConsumer consumer) {
        return ((ArrivalAwareConsumer) consumer).hasMessage();
    }

    @Override
    public void onArrival(MessageConsumer consumer, Runnable action) throws JMSException {
        ((ArrivalAwareConsumer) consumer).onArrival(action);
    }

    @Override
    public void handlingFailed(MessageConsumer consumer, Message message, Throwable cause) {
        ((ArrivalAwareConsumer) consumer).handlingFailed(message, cause);
    }
}
