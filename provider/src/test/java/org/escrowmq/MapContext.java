package org.escrowmq;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.spi.InitialContextFactory;
import javax.naming.spi.NamingManager;

/** The smallest naming service: a map of references, without the objects. */
public final class MapContext implements InitialContextFactory {

    private static final Map<Object, Reference> BOUND = new ConcurrentHashMap<>();

    static Context open() throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, MapContext.class.getName());
        return new InitialContext(environment);
    }

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) {
        return (Context) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Context.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "bind" -> BOUND.put(arguments[0], ((Referenceable) arguments[1]).getReference());
                    case "lookup" -> lookup(arguments[0], environment);
                    case "close" -> null;
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private static Object lookup(Object name, Hashtable<?, ?> environment) throws Exception {
        Reference reference = BOUND.get(name);
        if (reference == null) {
            throw new NameNotFoundException(name.toString());
        }
        return NamingManager.getObjectInstance(reference, null, null, environment);
    }
}
