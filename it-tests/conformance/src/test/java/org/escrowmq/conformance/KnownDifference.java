package org.escrowmq.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a provider is known to break the rule of a test. There the test passes if the rule is broken and fails if
 * it is kept, so that a remark which is no longer true shows.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface KnownDifference {

    /** The simple names of the providers' classes. */
    String[] provider() default "ArtemisProvider";

    /** What it does instead, and which section says that it should not. */
    String value();
}
