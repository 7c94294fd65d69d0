package org.escrowmq.it;

import java.net.URI;
import org.escrowmq.it.server.PortOffset;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Chooses the ports of Arquillian's server before its configuration, arquillian.xml, is read. Stateless. */
public final class FreePorts implements LauncherSessionListener {

    private static final String HTTP = "escrow.it.http.port";

    /** Where Arquillian's server answers. */
    static URI httpAddress() {
        return URI.create("http://127.0.0.1:" + System.getProperty(HTTP));
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        int offset = PortOffset.choose();
        System.setProperty("escrow.it.port.offset", Integer.toString(offset));
        System.setProperty(HTTP, Integer.toString(PortOffset.HTTP + offset));
        System.setProperty("escrow.it.management.port", Integer.toString(PortOffset.MANAGEMENT + offset));
    }
}
