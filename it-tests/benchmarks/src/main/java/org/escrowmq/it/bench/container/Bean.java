package org.escrowmq.it.bench.container;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import javax.transaction.xa.XAResource;

/** A message-driven bean whose every delivery is a transaction of its own and does nothing with the message. */
public final class Bean implements MessageEndpointFactory, AutoCloseable {

    private final ResourceAdapter adapter;
    private final ActivationSpec spec;
    private final Jta.Work afterDelivery;

    Bean(ResourceAdapter adapter, ActivationSpec spec, Jta.Work afterDelivery) {
        this.adapter = adapter;
        this.spec = spec;
        this.afterDelivery = afterDelivery;
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) {
        return new Endpoint(resource, afterDelivery);
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
        private final Jta.Work afterDelivery;

        Endpoint(XAResource resource, Jta.Work afterDelivery) {
            this.resource = resource;
            this.afterDelivery = afterDelivery;
        }

        @Override
        public void beforeDelivery(Method method) throws ResourceException {
            try {
                Jta.manager().begin();
                Jta.manager().getTransaction().enlistResource(resource);
            } catch (Exception e) {
                throw new ResourceException("No transaction for a delivery", e);
            }
        }

        @Override
        public void onMessage(Message message) {
            // What is measured is the delivery.
        }

        @Override
        public void afterDelivery() throws ResourceException {
            try {
                Jta.manager().getTransaction().delistResource(resource, XAResource.TMSUCCESS);
                Jta.manager().commit();
                afterDelivery.run();
            } catch (Exception e) {
                throw new ResourceException("A delivery could not be completed", e);
            }
        }

        @Override
        public void release() {
            // Nothing is held between deliveries.
        }
    }
}
