package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.beans.Introspector;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.kit.Fake;
import org.escrowmq.ra.kit.History;
import org.escrowmq.ra.kit.StubEndpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An adapter that is deployed again and again, with a bean that receives on threads of the server's, leaves neither a
 * thread nor a class. {@code -Descrow.redeployments=50} makes it as many times.
 */
@Timeout(600)
class RedeployTest {

    private static final int REDEPLOYMENTS = Integer.getInteger("escrow.redeployments", 10);
    private static final int MESSAGES = 20;

    @TempDir
    private Path directory;

    /** One life of the adapter. Loaded by a class loader of its own, as is the adapter. */
    public static final class Deployment {

        private final ExecutorService threads;
        private final CountDownLatch received = new CountDownLatch(MESSAGES);

        private Deployment(ExecutorService threads) {
            this.threads = threads;
        }

        /** Starts, receives, stops; on threads that outlive it. */
        public static void run(Path directory, String properties, ExecutorService threads) throws Exception {
            new Deployment(threads).run(directory, properties);
        }

        private void run(Path directory, String properties) throws Exception {
            EscrowResourceAdapter adapter = new EscrowResourceAdapter();
            adapter.setDataDirectory(directory.toString());
            adapter.setProperties(properties);
            adapter.start(Fake.of(BootstrapContext.class, this));
            MessageEndpointFactory bean =
                    new StubEndpoints(new History(), true, message -> received.countDown()).factory();
            EscrowActivationSpec spec = new EscrowActivationSpec();
            spec.setDestination("orders");
            spec.setDestinationType("jakarta.jms.Queue");
            spec.setMinSessions(2);
            spec.setPrefetch(2);
            spec.setPauseOnFailures(3);
            // Servers do so to set the properties, on threads of another group than they stop the adapter on.
            threads.submit(() -> Introspector.getBeanInfo(EscrowActivationSpec.class)).get();
            Introspector.getBeanInfo(EscrowResourceAdapter.class);
            // This one is remembered by what it inherits from, too.
            Introspector.getBeanInfo(AdminQueue.class);
            adapter.endpointActivation(bean, spec);
            try (JMSContext context = adapter.provider().connectionFactory().createXAContext()) {
                for (int i = 0; i < MESSAGES; i++) {
                    context.createProducer().send(new AdminQueue("orders"), "m" + i);
                }
            }
            if (!received.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Not received: " + received.getCount());
            }
            adapter.endpointDeactivation(bean, spec);
            adapter.stop();
        }

        public WorkManager getWorkManager() {
            return Fake.of(WorkManager.class, this);
        }

        public void scheduleWork(Work work) {
            threads.execute(work);
        }

        public Timer createTimer() {
            return new Timer("server timer", true);
        }

        public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
            return null;
        }
    }

    /** What a server shows to an adapter: the interfaces of Jakarta EE, which stay when the adapter goes. */
    private static final class Server extends ClassLoader {

        Server() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("jakarta.")) {
                return RedeployTest.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    private WeakReference<ClassLoader> deployAndUndeploy(String properties, ExecutorService threads) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), new Server())) {
            Class<?> deployment = loader.loadClass(Deployment.class.getName());
            assertThat(deployment).isNotSameAs(Deployment.class);
            deployment.getMethod("run", Path.class, String.class, ExecutorService.class)
                    .invoke(null, directory.resolve("data"), properties, threads);
            return new WeakReference<>(loader);
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    @Test
    void noThreadAndNoClassLoaderStays() throws Exception {
        deployAgainAndAgain("fsync=false", REDEPLOYMENTS);
    }

    /** The other member is not there, so that the connection to it is being tried again when the adapter stops. */
    @Test
    void noThreadAndNoClassLoaderStaysOfAMemberOfACluster() throws Exception {
        Path xml = Files.writeString(directory.resolve("broker.xml"), """
                <configuration xmlns="urn:activemq">
                  <core xmlns="urn:activemq:core">
                    <connectors>
                      <connector name="own">tcp://127.0.0.1:61616</connector>
                      <connector name="other">tcp://127.0.0.1:1</connector>
                    </connectors>
                    <acceptors><acceptor name="in">tcp://127.0.0.1:0</acceptor></acceptors>
                    <cluster-user>cluster</cluster-user>
                    <cluster-password>secret</cluster-password>
                    <cluster-connections>
                      <cluster-connection name="shops">
                        <connector-ref>own</connector-ref>
                        <static-connectors><connector-ref>other</connector-ref></static-connectors>
                      </cluster-connection>
                    </cluster-connections>
                  </core>
                </configuration>
                """);
        deployAgainAndAgain("fsync=false;insecureAcceptors=in;brokerConfiguration=" + xml, 3);
    }

    private void deployAgainAndAgain(String properties, int times) throws Exception {
        ThreadGroup group = new ThreadGroup("server");
        ExecutorService serverThreads = Executors.newFixedThreadPool(4, work -> new Thread(group, work));
        try {
            // Its threads exist before the first deployment, and after the last one.
            for (int i = 0; i < 4; i++) {
                serverThreads.submit(() -> "started").get();
            }
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            Set<Thread> before = new HashSet<>(threads());
            for (int i = 0; i < times; i++) {
                loaders.add(deployAndUndeploy(properties, serverThreads));
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                // Some threads of the JDK's, for cleaning up, end with the objects that they clean up after.
                System.gc();
                // Collecting classes also needs some allocation on some collectors.
                assertThat(Arrays.asList(new byte[1 << 20])).hasSize(1);
                assertThat(loaders).allMatch(loader -> loader.get() == null);
                assertThat(threads()).filteredOn(thread -> !before.contains(thread)).extracting(Thread::getName)
                        .allMatch(name -> name.startsWith("awaitility"));
            });
        } finally {
            serverThreads.shutdown();
        }
    }
}
