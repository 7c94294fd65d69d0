package org.escrowmq.it.container;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.function.UnaryOperator;
import javax.transaction.xa.XAResource;

/** A message-driven bean whose every delivery is a transaction of its own. */
public final class Bean implements MessageEndpointFactory, AutoCloseable {

    private final ResourceAdapter adapter;
    private final ActivationSpec spec;
    private final Handler handler;
    private final UnaryOperator<XAResource> naming;

    /** What it does. */
    public interface Handler {

        /** Handles a message; what it throws rolls back. */
        void handle(Message message) throws Exception;

        /** A delivery was committed. */
        default void delivered() throws Exception {
            // For whoever wants to know.
        }
    }

    private Bean(ResourceAdapter adapter, ActivationSpec spec, Handler handler, UnaryOperator<XAResource> naming) {
        this.adapter = adapter;
        this.spec = spec;
        this.handler = handler;
        this.naming = naming;
    }

    /** Deploys one that is activated as the spec says, which knows its adapter. */
    public static Bean deploy(ResourceAdapter adapter, ActivationSpec spec, Handler handler) throws ResourceException {
        return deploy(adapter, spec, handler, UnaryOperator.identity());
    }

    /** Deploys one whose resources are enlisted under a name: see {@link NamedResource}. */
    public static Bean deploy(ResourceAdapter adapter, ActivationSpec spec, Handler handler,
            UnaryOperator<XAResource> naming) throws ResourceException {
        spec.setResourceAdapter(adapter);
        Bean bean = new Bean(adapter, spec, handler, naming);
        adapter.endpointActivation(bean, spec);
        return bean;
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) {
        return new Endpoint(naming.apply(resource), handler);
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource, long timeout) {
        return createEndpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return true;
    }

    @Override
    public String getActivationName() {
        return "bean";
    }

    @Override
    public Class<?> getEndpointClass() {
        return Endpoint.class;
    }

    @Override
    public void close() {
        adapter.endpointDeactivation(this, spec);
    }

    /** What the adapter delivers to. */
    public static final class Endpoint implements MessageEndpoint, MessageListener {

        private final XAResource resource;
        private final Handler handler;
        private boolean failed;

        Endpoint(XAResource resource, Handler handler) {
            this.resource = resource;
            this.handler = handler;
        }

        @Override
        public void beforeDelivery(Method method) throws ResourceException {
            failed = false;
            try {
                Jta.manager().begin();
                Jta.manager().getTransaction().enlistResource(resource);
            } catch (Exception e) {
                throw new ResourceException("No transaction for a delivery", e);
            }
        }

        @Override
        public void onMessage(Message message) {
            try {
                handler.handle(message);
            } catch (RuntimeException e) {
                failed = true;
                throw e;
            } catch (Exception e) {
                failed = true;
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void afterDelivery() throws ResourceException {
            try {
                Jta.manager().getTransaction().delistResource(
                        resource, failed ? XAResource.TMFAIL : XAResource.TMSUCCESS);
                if (failed) {
                    Jta.manager().rollback();
                } else {
                    Jta.manager().commit();
                    handler.delivered();
                }
            } catch (Exception e) {
                throw new ResourceException("A delivery could not be completed", e);
            }
        }

        @Override
        public void release() {
            // Between deliveries nothing is held; one that was interrupted is undone.
            try {
                if (Jta.manager().getTransaction() != null) {
                    Jta.manager().rollback();
                }
            } catch (jakarta.transaction.SystemException e) {
                throw new IllegalStateException("A delivery could not be undone", e);
            }
        }
    }
}
