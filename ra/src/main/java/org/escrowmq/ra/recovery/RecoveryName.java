package org.escrowmq.ra.recovery;

import jakarta.resource.spi.BootstrapContext;
import java.lang.reflect.Constructor;
import javax.transaction.xa.XAResource;
import org.escrowmq.ra.AdapterLog;

/**
 * The name under which a transaction manager finds the resource manager of a branch again.
 *
 * <p>Why: WildFly may die after it committed a message-driven bean's branch here and before it committed the other
 * resource. After the restart its transaction manager looks for the branch, does not find it, because it is committed,
 * and keeps its record for ever, with a warning at each recovery pass; unless the record carries the name of a resource
 * manager that recovery did contact. WildFly names what comes from its pools, but not what comes with a delivery. So
 * that is put into the same wrapper here, which only the server has, and by reflection, because it is no business of
 * the adapter's class path. Where a server has no such wrapper, nothing is changed.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class RecoveryName {

    private static final String WRAPPER = "org.jboss.jca.core.tx.jbossts.XAResourceWrapperImpl";

    private final Constructor<?> wrapper;
    private final String name;

    private RecoveryName(Constructor<?> wrapper, String name) {
        this.wrapper = wrapper;
        this.name = name;
    }

    /**
     * Finds out whether the server of this context names resources.
     *
     * @param name the JNDI name of a connection factory of this adapter that takes part in recovery, or null for none
     */
    public static RecoveryName of(BootstrapContext context, String name) {
        return of(context.getClass().getClassLoader(), WRAPPER, name);
    }

    static RecoveryName of(ClassLoader server, String wrapper, String name) {
        if (name == null || name.isBlank()) {
            return new RecoveryName(null, null);
        }
        try {
            // Resource, whether to pad the Xid, what isSameRM is to answer (null: ask), product, version, JNDI name.
            return new RecoveryName(Class.forName(wrapper, false, server).getConstructor(XAResource.class,
                    boolean.class, Boolean.class, String.class, String.class, String.class), name);
        } catch (ReflectiveOperationException e) {
            AdapterLog.debug("This server does not name the resources of deliveries: " + e);
            return new RecoveryName(null, name);
        }
    }

    /** The same resource under this name, or simply the same where the server takes no names. */
    public XAResource on(XAResource resource) {
        if (wrapper == null) {
            return resource;
        }
        try {
            return (XAResource) wrapper.newInstance(resource, false, null, "EscrowMQ", null, name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot name an XAResource " + name + " by " + wrapper, e);
        }
    }
}
