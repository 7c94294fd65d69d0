package org.escrowmq.it.server;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test is about what is different with brokers here and elsewhere; the reasons are listed in docs/scaling.md. */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnlyWithCondition.class)
public @interface OnlyWith {

    /** Where the broker has to be. */
    Place value();

    /** What is different. */
    String reason();

    /** Where a broker can be. */
    enum Place {
        /** Inside of the server. */
        EMBEDDED,
        /** In a process of its own. */
        REMOTE
    }
}
