package org.escrowmq.conformance;

import jakarta.jms.ConnectionFactory;
import java.util.function.Supplier;

/** The provider that the system property {@code conformance.provider} names; one for the whole run. */
final class ProviderUnderTest {

    private static final String PROPERTY = "conformance.provider";
    private static final Supplier<?> SUPPLIER = create();
    private static final ConnectionFactory FACTORY = (ConnectionFactory) SUPPLIER.get();

    private ProviderUnderTest() { }

    static String name() {
        return SUPPLIER.getClass().getSimpleName();
    }

    static ConnectionFactory factory() {
        return FACTORY;
    }

    private static Supplier<?> create() {
        String name = System.getProperty(PROPERTY, "org.escrowmq.conformance.EscrowProvider");
        try {
            return Class.forName(name).asSubclass(Supplier.class).getConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException(PROPERTY + " is " + name + "; it must name a public class that implements "
                    + "Supplier<ConnectionFactory> and has a public constructor without parameters", e);
        }
    }
}
