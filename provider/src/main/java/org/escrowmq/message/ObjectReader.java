package org.escrowmq.message;

import jakarta.jms.MessageFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

/**
 * Deserializes an object, with the classes of the application that asks for it: those of the thread's context class
 * loader, or else those that this class can see.
 */
final class ObjectReader extends ObjectInputStream {

    private ObjectReader(InputStream in, ObjectInputFilter filter) throws IOException {
        super(in);
        setObjectInputFilter(filter);
    }

    // A class may throw anything while it is deserialized, and may lack classes that it needs.
    static Serializable read(ByteBuffer serialized, ObjectInputFilter filter) throws MessageFormatException {
        RefusingFilter refusing = new RefusingFilter(filter, ObjectInputFilter.Config.getSerialFilter());
        try (ObjectReader in = new ObjectReader(new BufferInput(serialized), refusing)) {
            return (Serializable) in.readObject();
        } catch (IOException | ClassNotFoundException | LinkageError | RuntimeException e) {
            String reason = refusing.refusal() == null ? e.toString() : refusing.refusal();
            throw MessageErrors.format("The object of an ObjectMessage cannot be deserialized: " + reason, e);
        }
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(description.getName(), false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            // Also the way to the primitive types, which no class loader has by name.
            return super.resolveClass(description);
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        Class<?>[] types = new Class<?>[interfaces.length];
        try {
            for (int i = 0; i < types.length; i++) {
                types[i] = Class.forName(interfaces[i], false, application);
            }
            return Proxy.newProxyInstance(application, types, (proxy, method, arguments) -> null).getClass();
        } catch (ClassNotFoundException | IllegalArgumentException e) {
            return super.resolveProxyClass(interfaces);
        }
    }
}
