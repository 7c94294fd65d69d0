package org.escrowmq.it.domain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.derby.iapi.jdbc.AutoloadedDriver;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.apache.derby.shared.common.error.StandardException;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.server.Packaging;
import org.escrowmq.it.server.ServerInstallation;
import org.escrowmq.it.server.ServerKind;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** GlassFish or Payara, whichever the module unpacks. Stateless. */
public final class Domain implements ServerKind {

    /** The domain that Arquillian starts; in the installation, because it starts by name. */
    private static final String FOR_ARQUILLIAN = "arquillian";

    private static final String PROBE = "/probe.rar";
    private static final String NAME_IN_FILES = "escrowmq-it#";
    private static final String ADAPTER_IN_FILES = NAME_IN_FILES + "escrowmq-ra";

    @Override
    public URI prepareArquillian() throws IOException {
        int offset = DomainXml.freeOffset();
        Path domains = ServerKind.home().resolve("glassfish/domains");
        Path domain = domains.resolve(FOR_ARQUILLIAN);
        Trees.delete(domain);
        Trees.copy(domains.resolve("domain1"), domain);
        complete(domain, offset, "");
        System.setProperty("escrow.it.domain", FOR_ARQUILLIAN);
        System.setProperty("escrow.it.http.port", Integer.toString(DomainXml.HTTP + offset));
        System.setProperty("escrow.it.https.port", Integer.toString(DomainXml.HTTPS + offset));
        System.setProperty("escrow.it.admin.port", Integer.toString(DomainXml.ADMIN + offset));
        return http(offset);
    }

    /** Makes a copy of the domain as it is delivered fit for the tests. */
    static void complete(Path domain, int offset, String resources) throws IOException {
        DomainXml.edit(domain, offset, resources);
        if (!Files.exists(ServerKind.home().resolve("javadb/lib/derby.jar"))) {
            addDatabase(domain.resolve("lib"));
        }
    }

    /** GlassFish brings Derby, Payara does not; a pool for recovery is the server's and needs it there. */
    private static void addDatabase(Path library) throws IOException {
        Files.createDirectories(library);
        for (Class<?> type : List.of(AutoloadedDriver.class, StandardException.class, EmbeddedXADataSource.class)) {
            Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
            Files.copy(jar, library.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static URI http(int offset) {
        return URI.create("http://127.0.0.1:" + (DomainXml.HTTP + offset) + "/");
    }

    @Override
    public void bind(WebArchive web, Packaging packaging) {
        if (web.contains("/WEB-INF/web.xml")) {
            web.addAsWebInfResource(new StringAsset(read("glassfish-web.xml")), "glassfish-web.xml");
        }
    }

    @Override
    public void bindProbe(ResourceAdapterArchive probe) {
        // Its pool is with the application's other resources.
    }

    /** Only here is the application's name known, from which the server makes that of an adapter in it. */
    @Override
    public void complete(EnterpriseArchive application, Packaging packaging) {
        String name = application.getName().replaceFirst("\\.ear$", "");
        application.getContent(Filters.include("/[^/]*\\.war")).keySet().forEach(path -> {
            WebArchive web = application.getAsType(WebArchive.class, path);
            String beans = Beans.of(web).descriptor(read("glassfish-ejb-jar.xml"));
            web.addAsWebInfResource(new StringAsset(named(beans, name, packaging)), "glassfish-ejb-jar.xml");
        });
        if (application.contains(PROBE)) {
            application.addAsManifestResource(
                    new StringAsset(named(read("glassfish-resources.xml"), name, packaging)),
                    "glassfish-resources.xml");
        }
    }

    private static String named(String descriptor, String application, Packaging packaging) {
        String adapter = packaging == Packaging.NESTED ? ADAPTER_IN_FILES : "escrowmq-ra";
        return descriptor.replace(ADAPTER_IN_FILES, adapter).replace(NAME_IN_FILES, application + '#');
    }

    @Override
    public ServerInstallation install(Path base) throws IOException {
        return DomainInstallation.create(ServerKind.home(), base);
    }

    static String read(String name) {
        try (InputStream in = Domain.class.getResourceAsStream("/domain/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The administration tool, with these arguments. */
    static List<String> adminTool(Path home) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-jar", home.resolve("glassfish/lib/client/appserver-cli.jar").toString());
    }
}
