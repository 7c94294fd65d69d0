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
import org.escrowmq.it.probe.Probe;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * What the tests deploy: always an EAR in which the resource adapter is nested as {@code escrowmq-ra.rar}, as a user
 * would do it. Stateless.
 */
final class Deployments {

    /** The path of the application's web module. */
    static final String CONTEXT = "/it";

    private Deployments() {
    }

    /** The whole application, with these test classes in it so that they can run inside the server. */
    static EnterpriseArchive application(Class<?>... tests) {
        return application("escrowmq-it.ear", web().addClasses(tests));
    }

    /** The whole application without its durable subscriber. */
    static EnterpriseArchive applicationWithoutDurableSubscriber() {
        WebArchive web = web();
        web.delete("/WEB-INF/classes/" + DurableEventListener.class.getName().replace('.', '/') + ".class");
        return application("escrowmq-it-without-subscriber.ear", web);
    }

    /** An EAR with nothing but the resource adapter and one message-driven bean. */
    static EnterpriseArchive onlyBean(Class<?> bean) {
        WebArchive web = ShrinkWrap.create(WebArchive.class, "bean.war").addClass(bean);
        return ear(bean.getSimpleName() + ".ear").addAsModule(bound(web));
    }

    private static EnterpriseArchive application(String name, WebArchive web) {
        return ear(name)
                .addAsModule(Testable.archiveToTest(web))
                .addAsModule(probeAdapter())
                .addAsLibrary(ShrinkWrap.create(JavaArchive.class, "probe.jar").addPackage(Probe.class.getPackage()))
                .addAsLibraries(fileOf(AutoloadedDriver.class), fileOf(StandardException.class),
                        fileOf(EmbeddedXADataSource.class))
                .addAsLibraries(fileOf(Assertions.class), fileOf(Awaitility.class), fileOf(Matcher.class));
    }

    private static EnterpriseArchive ear(String name) {
        return ShrinkWrap.create(EnterpriseArchive.class, name)
                .addAsModule(new File(System.getProperty("escrow.it.rar")), "escrowmq-ra.rar");
    }

    private static WebArchive web() {
        WebArchive web = ShrinkWrap.create(WebArchive.class, "it.war")
                .addPackages(false, Filters.includeAll(), OrderDesk.class.getPackage())
                .setWebXML("app/web.xml")
                .addAsWebInfResource("app/jboss-web.xml", "jboss-web.xml");
        return bound(web);
    }

    private static WebArchive bound(WebArchive web) {
        return web.addAsWebInfResource("app/jboss-ejb3.xml", "jboss-ejb3.xml");
    }

    private static ResourceAdapterArchive probeAdapter() {
        return ShrinkWrap.create(ResourceAdapterArchive.class, "probe.rar")
                .addAsManifestResource("probe/ra.xml", "ra.xml")
                .addAsManifestResource("probe/ironjacamar.xml", "ironjacamar.xml")
                .addAsManifestResource(new StringAsset("The classes are in the EAR's lib/probe.jar.\n"), "README");
    }

    private static File fileOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toFile();
    }
}
