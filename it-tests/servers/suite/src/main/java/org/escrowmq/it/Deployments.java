package org.escrowmq.it;

import java.io.File;
import java.nio.file.Path;
import org.apache.derby.iapi.jdbc.AutoloadedDriver;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.apache.derby.shared.common.error.StandardException;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.escrowmq.it.app.DurableEventListener;
import org.escrowmq.it.app.OrderDesk;
import org.escrowmq.it.definition.NestedDefinitions;
import org.escrowmq.it.definition.StandaloneDefinitions;
import org.escrowmq.it.probe.Probe;
import org.escrowmq.it.server.Packaging;
import org.escrowmq.it.server.ServerKind;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What the tests deploy, made fit for the server under test. Stateless. */
final class Deployments {

    /** The path of the application's web module. */
    static final String CONTEXT = "/it";

    private Deployments() {
    }

    /** The whole application with the adapter in its EAR, and these test classes so that they can run in the server. */
    static EnterpriseArchive application(Class<?>... tests) {
        return application(Packaging.NESTED, tests);
    }

    /** The whole application, with these test classes in it so that they can run inside the server. */
    static EnterpriseArchive application(Packaging packaging, Class<?>... tests) {
        return application("escrowmq-it.ear", web(packaging).addClasses(tests), packaging);
    }

    /** The whole application without its durable subscriber. */
    static EnterpriseArchive applicationWithoutDurableSubscriber() {
        WebArchive web = web(Packaging.NESTED);
        web.delete("/WEB-INF/classes/" + DurableEventListener.class.getName().replace('.', '/') + ".class");
        return application("escrowmq-it-without-subscriber.ear", web, Packaging.NESTED);
    }

    /** An EAR with nothing but the resource adapter and one message-driven bean. */
    static EnterpriseArchive onlyBean(Class<?> bean) {
        WebArchive web = ShrinkWrap.create(WebArchive.class, "bean.war").addClass(bean);
        ServerKind.current().bind(web, Packaging.NESTED);
        EnterpriseArchive ear = ear(bean.getSimpleName() + ".ear", Packaging.NESTED).addAsModule(web);
        ServerKind.current().complete(ear, Packaging.NESTED);
        return ear;
    }

    /** The resource adapter by itself. */
    static ResourceAdapterArchive adapter() {
        return ShrinkWrap.createFromZipFile(ResourceAdapterArchive.class, rar());
    }

    private static EnterpriseArchive application(String name, WebArchive web, Packaging packaging) {
        EnterpriseArchive ear = ear(name, packaging)
                .addAsModule(Testable.archiveToTest(web))
                .addAsModule(probeAdapter())
                .addAsLibrary(ShrinkWrap.create(JavaArchive.class, "probe.jar").addPackage(Probe.class.getPackage()))
                .addAsLibraries(fileOf(AutoloadedDriver.class), fileOf(StandardException.class),
                        fileOf(EmbeddedXADataSource.class))
                .addAsLibraries(fileOf(Assertions.class), fileOf(Awaitility.class), fileOf(Matcher.class));
        ServerKind.current().complete(ear, packaging);
        return ear;
    }

    private static EnterpriseArchive ear(String name, Packaging packaging) {
        EnterpriseArchive ear = ShrinkWrap.create(EnterpriseArchive.class, name);
        return packaging == Packaging.NESTED ? ear.addAsModule(rar(), Packaging.RAR) : ear;
    }

    private static WebArchive web(Packaging packaging) {
        WebArchive web = ShrinkWrap.create(WebArchive.class, "it.war")
                .addPackages(false, Filters.includeAll(), OrderDesk.class.getPackage())
                .addClass(packaging == Packaging.NESTED ? NestedDefinitions.class : StandaloneDefinitions.class)
                .addClasses(InServer.class, Packaging.class)
                .setWebXML("app/web.xml");
        ServerKind.current().bind(web, packaging);
        return web;
    }

    private static ResourceAdapterArchive probeAdapter() {
        ResourceAdapterArchive probe = ShrinkWrap.create(ResourceAdapterArchive.class, "probe.rar")
                .addAsManifestResource("probe/ra.xml", "ra.xml")
                .addAsManifestResource(new StringAsset("The classes are in the EAR's lib/probe.jar.\n"), "README");
        ServerKind.current().bindProbe(probe);
        return probe;
    }

    private static File rar() {
        return new File(System.getProperty("escrow.it.rar"));
    }

    private static File fileOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toFile();
    }
}
