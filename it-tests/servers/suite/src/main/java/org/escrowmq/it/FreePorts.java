package org.escrowmq.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.escrowmq.it.server.MessageBroker;
import org.escrowmq.it.server.ServerKind;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Chooses the ports of Arquillian's server, and starts its broker if that is a process of its own, before the server's
 * configuration, arquillian.xml, is read. Used by one thread.
 */
public final class FreePorts implements LauncherSessionListener {

    private static final String HTTP = "escrow.it.http";
    private static final String BROKER = "escrow.it.broker.";

    private MessageBroker broker = MessageBroker.EMBEDDED;

    /** Where Arquillian's server answers. */
    static URI httpAddress() {
        return URI.create(System.getProperty(HTTP));
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty(ServerKind.NAME_PROPERTY) == null) {
            // Some other launcher, which has no server to start: an IDE's, or surefire's.
            return;
        }
        try {
            System.setProperty(HTTP, ServerKind.current().prepareArquillian().toString());
            broker = MessageBroker.start(ServerKind.work().resolve("broker"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker started", e);
        }
        System.setProperty(BROKER + "url", broker.url());
        System.setProperty(BROKER + "user", broker.user());
        System.setProperty(BROKER + "password", broker.password());
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        broker.close();
    }
}
