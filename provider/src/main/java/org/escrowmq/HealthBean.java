package org.escrowmq;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;

/** Registers a broker's health with JMX. Safe for use by several threads. {@link EscrowBroker} makes and closes it. */
final class HealthBean implements BrokerHealthMXBean, AutoCloseable {

    private final Supplier<BrokerHealth> health;
    private final ObjectName name;

    private HealthBean(Supplier<BrokerHealth> health, ObjectName name) {
        this.health = health;
        this.name = name;
    }

    /**
     * Registers it.
     *
     * @param engineName what the engine's object for the same broker is called, or null if JMX is off
     * @throws EscrowBrokerException if JMX refuses it
     */
    static HealthBean register(String engineName, Supplier<BrokerHealth> health) {
        try {
            ObjectName name = engineName == null ? null : new ObjectName(engineName + ",type=health");
            HealthBean bean = new HealthBean(health, name);
            if (name != null) {
                ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
            }
            return bean;
        } catch (JMException e) {
            throw refused("register " + engineName + ",type=health", e);
        }
    }

    private static EscrowBrokerException refused(String doing, JMException cause) {
        return new EscrowBrokerException("Cannot " + doing + " with JMX: " + cause, "JMX_REFUSED", cause);
    }

    @Override
    public String getState() {
        return health.get().state().name();
    }

    @Override
    public String[] getReasons() {
        return health.get().reasons().toArray(new String[0]);
    }

    @Override
    public void close() {
        try {
            if (name != null && ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            }
        } catch (JMException e) {
            throw refused("unregister " + name, e);
        }
    }
}
