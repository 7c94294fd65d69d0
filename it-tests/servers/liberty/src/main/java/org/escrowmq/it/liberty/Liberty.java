package org.escrowmq.it.liberty;

import jakarta.ejb.MessageDriven;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.escrowmq.it.app.ServerDerby;
import org.escrowmq.it.definition.NestedDefinitions;
import org.escrowmq.it.liberty.app.DefinedResources;
import org.escrowmq.it.server.Packaging;
import org.escrowmq.it.server.ServerInstallation;
import org.escrowmq.it.server.ServerKind;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Open Liberty. Stateless. */
public final class Liberty implements ServerKind {

    private static final String CLASSES = "/WEB-INF/classes/";
    private static final String DERBY_CLASS = CLASSES + ServerDerby.class.getName().replace('.', '/') + ".class";
    private static final String DEFINITIONS =
            CLASSES + NestedDefinitions.class.getPackageName().replace('.', '/') + "/";
    private static final String ONE_BEAN = "OrderConsumer";
    private static final List<String> BINDINGS = List.of("ibm-web-bnd.xml", "ibm-ejb-jar-bnd.xml");
    private static final String OTHER_APPLICATION = "escrowmq-it-without-subscriber.ear";

    @Override
    public URI prepareArquillian() throws IOException {
        LibertyInstallation server = LibertyInstallation.create(ServerKind.home(), ServerKind.work().resolve("usr"));
        int port = server.choosePort();
        System.setProperty("escrow.it.usr", ServerKind.work().resolve("usr").toString());
        System.setProperty("escrow.it.server.name", LibertyInstallation.NAME);
        System.setProperty("escrow.it.http.port", Integer.toString(port));
        return LibertyInstallation.http(port);
    }

    @Override
    public void bind(WebArchive web, Packaging packaging) {
        web.addAsWebInfResource(new StringAsset(of(packaging, read("ibm-web-bnd.xml"))), "ibm-web-bnd.xml");
        web.addAsWebInfResource(new StringAsset(of(packaging, beansOf(web))), "ibm-ejb-jar-bnd.xml");
        web.addAsWebInfResource(new StringAsset(read("beans.xml")), "beans.xml");
        // A data source that an application defines is looked for in the server's libraries alone.
        web.delete(DERBY_CLASS);
    }

    private static String of(Packaging packaging, String bindings) {
        return packaging == Packaging.NESTED ? bindings : prefixed(bindings, "EscrowMQ", "Shared");
    }

    /** The server's configuration has a name of its own for what each adapter offers, because the adapters have. */
    private static String prefixed(String bindings, String name, String prefix) {
        return bindings.replaceAll("(binding-name=\"(?:\\w+/)?)(" + name + "\")", "$1" + prefix + "$2");
    }

    /** The descriptor shows one bean; here the same is said of each. */
    private static String beansOf(WebArchive web) {
        String shown = read("ibm-ejb-jar-bnd.xml");
        int start = shown.indexOf("  <message-driven");
        int end = shown.indexOf("</ejb-jar-bnd>");
        String bound = messageDrivenBeans(web)
                .map(bean -> shown.substring(start, end).replace(ONE_BEAN, bean))
                .collect(Collectors.joining());
        return shown.substring(0, start) + bound + shown.substring(end);
    }

    private static Stream<String> messageDrivenBeans(WebArchive web) {
        return web.getContent(Filters.include(CLASSES + ".*\\.class")).keySet().stream()
                .map(path -> path.get().substring(CLASSES.length()).replaceAll("\\.class$", "").replace('/', '.'))
                .map(Liberty::load)
                .filter(type -> type.isAnnotationPresent(MessageDriven.class))
                .map(Class::getSimpleName)
                .sorted();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Liberty.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The archive has a class that the tests do not have: " + name, e);
        }
    }

    @Override
    public void bindProbe(ResourceAdapterArchive probe) {
        // The server's own configuration does it.
    }

    @Override
    public void complete(EnterpriseArchive application, Packaging packaging) {
        // The database is the server's library, see bind.
        application.getContent(Filters.include("/lib/derby.*\\.jar")).keySet().forEach(application::delete);
        WebArchive web = application.getAsType(WebArchive.class, "it.war");
        if (web == null) {
            return;
        }
        application.addAsModule(definitionsOf(web));
        if (application.getName().equals(OTHER_APPLICATION)) {
            BINDINGS.forEach(bindings -> bindElsewhere(web, bindings));
        }
    }

    /** Takes the definitions of resources out of a web module, into one that is started before it. */
    private static JavaArchive definitionsOf(WebArchive web) {
        JavaArchive definitions = ShrinkWrap.create(JavaArchive.class, "definitions.jar")
                .addClass(DefinedResources.class);
        Set<ArchivePath> found = Set.copyOf(web.getContent(Filters.include(DEFINITIONS + ".*\\.class")).keySet());
        for (ArchivePath path : found) {
            definitions.add(web.get(path).getAsset(), path.get().substring(CLASSES.length()));
            web.delete(path);
        }
        return definitions;
    }

    /** A nested adapter is called by its application, and so is what is configured for it. */
    private static void bindElsewhere(WebArchive web, String name) {
        String path = "/WEB-INF/" + name;
        String bindings = text(web.get(path).getAsset().openStream());
        web.delete(path);
        web.add(new StringAsset(prefixed(bindings, "\\w+", "Other")), path);
    }

    @Override
    public boolean preparesLastFirst() {
        return true;
    }

    @Override
    public ServerInstallation install(Path base) throws IOException {
        return LibertyInstallation.create(ServerKind.home(), base);
    }

    static String read(String name) {
        return text(Liberty.class.getResourceAsStream("/liberty/" + name));
    }

    private static String text(InputStream opened) {
        try (InputStream in = opened) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
