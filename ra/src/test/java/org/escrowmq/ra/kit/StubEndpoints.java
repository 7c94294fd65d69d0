package org.escrowmq.ra.kit;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * A message-driven bean in a server: each delivery is a transaction with one branch, committed in one phase, or rolled
 * back if the bean throws or the endpoint is released in between.
 */
public final class StubEndpoints {

    private final History history;
    private final boolean transacted;
    private final Consumer<Message> bean;
    private final AtomicInteger branches = new AtomicInteger();
    private int unavailable;
    private int beginFailures;
    private int completeFailures;
    private int rollbacks;
    private int omissions;
    private int timeouts;
    private int indulgences;
    private Endpoint delivering;
    private ClassLoader application;

    public StubEndpoints(History history, boolean transacted, Consumer<Message> bean) {
        this.history = history;
        this.transacted = transacted;
        this.bean = bean;
    }

    public MessageEndpointFactory factory() {
        return Fake.of(MessageEndpointFactory.class, this);
    }

    /** So many times no endpoint is to be had. */
    public void beUnavailable(int times) {
        unavailable = times;
    }

    /** So many times no transaction can be begun. */
    public void failBegin(int times) {
        beginFailures = times;
    }

    /** So many times a transaction cannot be completed; it is rolled back. */
    public void failComplete(int times) {
        completeFailures = times;
    }

    /** So many times the bean returns and its transaction is rolled back, as by setRollbackOnly. */
    public void rollBack(int times) {
        rollbacks = times;
    }

    /** So many times beforeDelivery begins nothing. */
    public void beginNothing(int times) {
        omissions = times;
    }

    /** So many times the transaction is committed although the bean, or what stands for it, has thrown. */
    public void commitAllTheSame(int times) {
        indulgences = times;
    }

    /** So many transactions are rolled back by their coordinator as soon as they have begun. */
    public void timeOut(int times) {
        timeouts = times;
    }

    /** Rolls the transaction back in which a delivery just runs, as its coordinator does when its time is up. */
    public void expireTransaction() throws ResourceException {
        delivering.expire();
    }

    /** Between before and after delivery threads have this context class loader, as the specification wants it. */
    public void beInApplication(ClassLoader loader) {
        application = loader;
    }

    public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
        if (unavailable-- > 0) {
            throw new UnavailableException("The application is starting");
        }
        return new Endpoint(resource);
    }

    public boolean isDeliveryTransacted(Method method) {
        return transacted;
    }

    public String getActivationName() {
        return "bean";
    }

    public Class<?> getEndpointClass() {
        return null;
    }

    /** The proxy of the bean. */
    private final class Endpoint implements MessageEndpoint, MessageListener {

        private final XAResource resource;
        private StubXid branch;
        private boolean rollbackOnly;
        private ClassLoader ofThread;

        Endpoint(XAResource resource) {
            this.resource = resource;
        }

        @Override
        public void beforeDelivery(Method method) throws ResourceException {
            if (beginFailures-- > 0) {
                throw new ResourceException("No transaction manager");
            }
            branch = StubXid.next(branches);
            rollbackOnly = rollbacks-- > 0;
            enterApplication();
            if (omissions-- > 0) {
                branch = null;
                return;
            }
            call(() -> resource.start(branch, XAResource.TMNOFLAGS));
            delivering = this;
            if (timeouts-- > 0) {
                expire();
            }
        }

        private void expire() throws ResourceException {
            StubXid gone = branch;
            branch = null;
            call(() -> resource.end(gone, XAResource.TMFAIL));
            call(() -> resource.rollback(gone));
        }

        @Override
        public void onMessage(Message message) {
            try {
                history.add("onMessage " + ((TextMessage) message).getText());
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
            try {
                bean.accept(message);
            } catch (RuntimeException | Error e) {
                rollbackOnly = indulgences-- <= 0;
                throw e;
            }
        }

        @Override
        public void afterDelivery() throws ResourceException {
            boolean fails = completeFailures-- > 0;
            if (branch == null) {
                leaveApplication();
                throw new ResourceException("The transaction is gone");
            }
            complete(rollbackOnly || fails);
            leaveApplication();
            if (fails) {
                throw new ResourceException("Rolled back");
            }
        }

        private void enterApplication() {
            if (application != null) {
                ofThread = Thread.currentThread().getContextClassLoader();
                Thread.currentThread().setContextClassLoader(application);
            }
        }

        /** A careless server forgets it when it is an endpoint's release that ends a delivery. */
        private void leaveApplication() {
            if (application != null) {
                Thread.currentThread().setContextClassLoader(ofThread);
            }
        }

        private void complete(boolean rollback) throws ResourceException {
            StubXid completed = branch;
            branch = null;
            call(() -> {
                resource.end(completed, XAResource.TMSUCCESS);
                if (rollback) {
                    resource.rollback(completed);
                } else {
                    resource.commit(completed, true);
                }
            });
        }

        @Override
        public void release() {
            try {
                if (branch != null) {
                    complete(true);
                }
                history.add("release");
            } catch (ResourceException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private interface Call {
        void run() throws XAException;
    }

    private static void call(Call call) throws ResourceException {
        try {
            call.run();
        } catch (XAException e) {
            throw new ResourceException("XA error " + e.errorCode, e);
        }
    }
}
