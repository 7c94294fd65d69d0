package org.escrowmq.it.app;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Where the server under test has its data, whichever server it is. Stateless; of use inside of the server. */
public final class ServerData {

    /** Set by GlassFish and Payara alone. */
    static final String DOMAIN = "com.sun.aas.instanceRoot";

    private ServerData() {
    }

    /** The server's data directory. */
    public static Path path() {
        return Stream.of("jboss.server.data.dir", "server.output.dir", DOMAIN)
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .map(Path::of)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This server does not say where its data is"));
    }
}
