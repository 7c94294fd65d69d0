package org.escrowmq.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The section of the Messaging 3.1 specification that a test's rule comes from. The nearest one counts: on the method,
 * its class, the class around that.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Section {

    /** Its number, such as 3.4.9; one of those in {@code sections.txt}. */
    String value();
}
