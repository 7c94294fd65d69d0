package org.escrowmq.ra;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Something that is seen in JMX as long as it lasts, in the domain {@code org.escrowmq}. If its name is taken, it has a
 * number in addition. Whoever registers it closes it; not for use by several threads.
 */
public final class ManagedBean implements AutoCloseable {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String what;
    private ObjectName registered;

    private ManagedBean(String what) {
        this.what = what;
    }

    /**
     * Shows it. If that fails, the log says so, and nothing else happens.
     *
     * @param properties its name in the domain
     * @param what it is, for the log
     */
    public static ManagedBean register(Object bean, String properties, String what) {
        ManagedBean managed = new ManagedBean(what);
        String name = "org.escrowmq:" + properties;
        try {
            managed.registered = managed.registeredAs(name, bean);
            for (int number = 2; managed.registered == null; number++) {
                managed.registered = managed.registeredAs(name + ",number=" + number, bean);
            }
        } catch (JMException e) {
            AdapterLog.notManaged(what, e);
        }
        return managed;
    }

    private ObjectName registeredAs(String name, Object bean) throws JMException {
        try {
            return server.registerMBean(bean, new ObjectName(name)).getObjectName();
        } catch (InstanceAlreadyExistsException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (registered != null) {
            try {
                server.unregisterMBean(registered);
            } catch (JMException e) {
                AdapterLog.inboundDebug("Could not remove " + what + " from JMX", e);
            }
        }
    }
}
