package org.escrowmq.it.server;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a test asks for is not to be had from one server, whatever the adapter does: the test is not run there, and the
 * reason is in the table of docs/servers.md.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(LimitedOn.All.class)
@ExtendWith(LimitedOnCondition.class)
public @interface LimitedOn {

    /** The server's name, as in {@link ServerKind#NAME_PROPERTY}. */
    String server();

    /** What the server does instead. */
    String reason();

    /** Several servers. */
    @Documented
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(LimitedOnCondition.class)
    @interface All {

        /** One for each server. */
        LimitedOn[] value();
    }
}
