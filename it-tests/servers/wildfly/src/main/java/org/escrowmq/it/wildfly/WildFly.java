package org.escrowmq.it.wildfly;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.escrowmq.it.server.Packaging;
import org.escrowmq.it.server.PortOffset;
import org.escrowmq.it.server.ServerInstallation;
import org.escrowmq.it.server.ServerKind;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** WildFly. Stateless. */
public final class WildFly implements ServerKind {

    private static final int HTTP = 8080;
    private static final int MANAGEMENT = 9990;
    private static final int[] PORTS = {HTTP, 8443, 8009, MANAGEMENT, 9993, 3528, 3529, 4712, 4713};

    @Override
    public URI prepareArquillian() {
        int offset = freeOffset();
        System.setProperty("escrow.it.port.offset", Integer.toString(offset));
        System.setProperty("escrow.it.management.port", Integer.toString(MANAGEMENT + offset));
        return http(offset);
    }

    static int freeOffset() {
        return PortOffset.choose(PORTS);
    }

    static URI http(int offset) {
        return URI.create("http://127.0.0.1:" + (HTTP + offset) + "/");
    }

    @Override
    public void bind(WebArchive web, Packaging packaging) {
        String beans = read("jboss-ejb3.xml");
        // In the descriptor a leading # means: of this application.
        String bound = packaging == Packaging.NESTED ? beans : beans.replace('#' + Packaging.RAR, Packaging.RAR);
        web.addAsWebInfResource(new StringAsset(bound), "jboss-ejb3.xml");
        if (web.contains("/WEB-INF/web.xml")) {
            // Where there are no references there is nothing to bind, and no probe to bind them to.
            web.addAsWebInfResource(new StringAsset(read("jboss-web.xml")), "jboss-web.xml");
        }
    }

    @Override
    public void bindProbe(ResourceAdapterArchive probe) {
        probe.addAsManifestResource(new StringAsset(read("probe-ironjacamar.xml")), "ironjacamar.xml");
    }

    @Override
    public void complete(EnterpriseArchive application, Packaging packaging) {
        // A nested adapter's own ironjacamar.xml says all that is left.
        if (packaging == Packaging.STANDALONE) {
            application.addAsManifestResource(new StringAsset(read("jboss-deployment-structure.xml")),
                    "jboss-deployment-structure.xml");
        }
    }

    @Override
    public ServerInstallation install(Path base) throws IOException {
        return WildFlyInstallation.create(ServerKind.home(), base);
    }

    private static String read(String name) {
        try (InputStream in = WildFly.class.getResourceAsStream("/wildfly/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
