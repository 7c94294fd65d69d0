package org.escrowmq.it.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * All that the tests need to know of one application server. Each server's module has one implementation, which the
 * service loader finds. Used by one thread; owns nothing.
 */
public interface ServerKind {

    /** The system property that names the server under test; not set inside of a server. */
    String NAME_PROPERTY = "escrow.it.server";

    /** The server whose module runs the tests. */
    static ServerKind current() {
        return ServiceLoader.load(ServerKind.class).findFirst()
                .orElseThrow(() -> new IllegalStateException("No server's module is on the class path"));
    }

    /** Where the server is unpacked. */
    static Path home() {
        return Path.of(System.getProperty("escrow.it.home"));
    }

    /** A directory for whatever the tests write. */
    static Path work() {
        return Path.of(System.getProperty("escrow.it.work"));
    }

    /**
     * Chooses free ports for the server that Arquillian starts, before arquillian.xml is read, and sets the system
     * properties that arquillian.xml refers to.
     *
     * @return where that server will answer
     */
    URI prepareArquillian() throws IOException;

    /** Adds to a web module what binds its references and message-driven beans in this server. */
    void bind(WebArchive web, Packaging packaging);

    /** Adds to the probe's adapter what makes it a recoverable XA resource in this server. */
    void bindProbe(ResourceAdapterArchive probe);

    /** Adds to an application whatever else this server needs; the modules are in it already. */
    void complete(EnterpriseArchive application, Packaging packaging);

    /** Whether the transaction manager prepares first what was enlisted last; it commits in the order of enlistment. */
    default boolean preparesLastFirst() {
        return false;
    }

    /** Prepares a fresh server on disk in a directory; what an earlier run left there is deleted. */
    ServerInstallation install(Path base) throws IOException;
}
