package org.escrowmq.it.app;

import jakarta.ejb.EJBException;
import jakarta.resource.ResourceException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.escrowmq.it.probe.ProbeConnectionFactory;

/**
 * The probe, by a reference of the web module. It is looked up because GlassFish takes whatever is injected into a bean
 * and is not of a type that it knows for something else than the connection factory of that reference. Stateless.
 */
final class Probes {

    private Probes() {
    }

    /** Has the probe take part in the transaction of the moment. */
    static void enlist() throws ResourceException {
        try {
            ProbeConnectionFactory probe = InitialContext.doLookup("java:comp/env/probe/Probe");
            probe.getConnection().close();
        } catch (NamingException e) {
            throw new EJBException("The probe is not bound", e);
        }
    }
}
