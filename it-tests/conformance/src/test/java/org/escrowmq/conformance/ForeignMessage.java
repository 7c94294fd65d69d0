package org.escrowmq.conformance;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A message whose class is none of the provider's: it has the interface of its kind and nothing else. */
final class ForeignMessage {

    private final Message content;
    private final List<String> calls = new ArrayList<>();
    private final Message message;

    /** A foreign message with this one's content. */
    ForeignMessage(Kind kind, Message content) {
        this.content = content;
        this.message = (Message) Proxy.newProxyInstance(ForeignMessage.class.getClassLoader(),
                new Class<?>[] {kind.type()}, (proxy, method, arguments) -> call(proxy, method, arguments));
    }

    /** What can be sent. */
    Message message() {
        return message;
    }

    /** The names of the methods that were called, in their order. */
    List<String> calls() {
        return calls;
    }

    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "a foreign message";
            };
        }
        calls.add(method.getName());
        try {
            return method.invoke(content, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The number in its body, read by its owner. */
    Integer read(Kind kind) throws JMSException {
        return kind.read(content);
    }
}
