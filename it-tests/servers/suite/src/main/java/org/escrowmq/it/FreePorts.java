package org.escrowmq.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.escrowmq.it.server.ServerKind;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Chooses the ports of Arquillian's server before its configuration, arquillian.xml, is read. Stateless. */
public final class FreePorts implements LauncherSessionListener {

    private static final String HTTP = "escrow.it.http";

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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
