package org.escrowmq.ra.kit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Makes an object of a large interface from a class that has only those of its methods that a test needs. Any other
 * method fails.
 */
public final class Fake implements InvocationHandler {

    private final Object behaviour;

    private Fake(Object behaviour) {
        this.behaviour = behaviour;
    }

    public static <T> T of(Class<T> type, Object behaviour, Class<?>... further) {
        Class<?>[] types = new Class<?>[further.length + 1];
        types[0] = type;
        System.arraycopy(further, 0, types, 1, further.length);
        return type.cast(Proxy.newProxyInstance(Fake.class.getClassLoader(), types, new Fake(behaviour)));
    }

    /** The class behind an object made by {@link #of}. */
    public static <B> B behaviour(Object fake, Class<B> type) {
        return type.cast(((Fake) Proxy.getInvocationHandler(fake)).behaviour);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return behaviour.toString();
            default:
                return call(method, arguments);
        }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        Method target;
        try {
            target = behaviour.getClass().getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException e) {
            throw new UnsupportedOperationException(behaviour.getClass().getSimpleName() + " has no " + method, e);
        }
        target.setAccessible(true);
        try {
            return target.invoke(behaviour, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
