package org.escrowmq.conformance;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Expects the {@link KnownDifference}s of the provider under test, and a {@link Section} on every test. */
final class KnownDifferences implements InvocationInterceptor, BeforeEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        Sections.of(context.getRequiredTestMethod(), context.getRequiredTestClass());
    }

    @Override
    public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> test,
            ExtensionContext context) throws Throwable {
        run(invocation, test.getExecutable());
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> test,
            ExtensionContext context) throws Throwable {
        run(invocation, test.getExecutable());
    }

    /** True if the provider under test is known to break this test's rule. */
    static boolean concerns(Method test) {
        KnownDifference difference = test.getAnnotation(KnownDifference.class);
        return difference != null && Arrays.asList(difference.provider()).contains(ProviderUnderTest.name());
    }

    // The rule may be broken by an exception of any kind.
    @SuppressWarnings("checkstyle:IllegalCatch")
    private static void run(Invocation<Void> invocation, Method test) throws Throwable {
        if (!concerns(test)) {
            invocation.proceed();
            return;
        }
        try {
            invocation.proceed();
        } catch (TestAbortedException e) {
            throw e;
        } catch (Throwable expected) {
            return;
        }
        throw new AssertionFailedError(ProviderUnderTest.name() + " keeps this rule, so its @KnownDifference is wrong");
    }
}
