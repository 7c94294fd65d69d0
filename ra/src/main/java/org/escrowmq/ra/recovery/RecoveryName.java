package org.escrowmq.ra.recovery;

import jakarta.resource.spi.BootstrapContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import javax.transaction.xa.XAResource;

/**
 * The name under which a transaction manager finds the resource manager of a branch again.
 *
 * <p>Why: Narayana (WildFly) may die after it committed a message-driven bean's branch here and before it committed the
 * other resource. After the restart it looks for the branch, does not find it, because it is committed, and keeps its
 * record for ever, with a warning at each recovery pass; unless the record carries the name of a resource manager that
 * recovery did contact. The server names what comes from its pools, but not what comes with a delivery, so the adapter
 * does. Where a server has no such notion, nothing is changed.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class RecoveryName {

    /** What a resource implements to tell WildFly's transaction manager its name. */
    private static final String NAMED_RESOURCE = "org.jboss.tm.XAResourceWrapper";

    private final Class<?> namedResource;
    private final String name;

    private RecoveryName(Class<?> namedResource, String name) {
        this.namedResource = namedResource;
        this.name = name;
    }

    /**
     * Finds out whether the server of this context takes names.
     *
     * @param name the JNDI name of a connection factory of this adapter that takes part in recovery, or null for none
     */
    public static RecoveryName of(BootstrapContext context, String name) {
        return of(context.getClass().getClassLoader(), NAMED_RESOURCE, name);
    }

    static RecoveryName of(ClassLoader server, String namedResource, String name) {
        if (name == null || name.isBlank()) {
            return new RecoveryName(null, null);
        }
        try {
            // With the server's loader: the interface is no business of the adapter's own class path.
            return new RecoveryName(Class.forName(namedResource, false, server), name);
        } catch (ClassNotFoundException e) {
            return new RecoveryName(null, name);
        }
    }

    /** The same resource under this name, or simply the same where the server takes no names. */
    public XAResource on(XAResource resource) {
        if (namedResource == null) {
            return resource;
        }
        return (XAResource) Proxy.newProxyInstance(namedResource.getClassLoader(),
                new Class<?>[] {XAResource.class, namedResource}, new Named(resource, name));
    }

    private record Named(XAResource resource, String name) implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return switch (method.getName()) {
                case "getResource" -> resource;
                case "getProductName" -> "EscrowMQ";
                case "getProductVersion" -> "";
                case "getJndiName" -> name;
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> name + ": " + resource;
                default -> call(method, arguments);
            };
        }

        private Object call(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(resource, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
