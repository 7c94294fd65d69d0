package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.message.MessageKind;
import org.escrowmq.security.SecuritySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application server that undeploys the provider gets its classes back. */
@Timeout(120)
class ClassLoaderLeakTest {

    @TempDir
    private Path directory;

    /** Uses everything that a thread of the server's can touch. Loaded by a class loader of its own. */
    public static final class Use {

        private Use() { }

        /** Opens, works, closes. */
        public static void run(Path directory) throws Exception {
            EscrowQueue queue = BrokerRig.queue("orders");
            BrokerSettings settings = new BrokerSettings(directory, null, true, true, true, 0, 64 << 20, 0, 10,
                    RedeliveryPolicy.AT_ONCE, SecuritySettings.OFF, null);
            try (BrokerRig rig = BrokerRig.with(settings)) {
                rig.send(queue, "a", "b", "c");
                rig.session().send(BrokerRig.message(queue, MessageKind.STREAM,
                        List.of("a string of some length", 1), headers -> headers.setType("type")), null);
                rig.session().send(BrokerRig.message(queue, MessageKind.BYTES,
                        ByteBuffer.allocate(200_000), headers -> { }), null);
                BrokerTransaction branch = rig.broker().begin(new TransactionXid(1));
                Inbox inbox = rig.consume(queue);
                inbox.consumer().acknowledge(inbox.next(), branch);
                rig.send(branch, BrokerRig.topic("news"), "d");
                branch.prepare();
                rig.broker().prepared(new TransactionXid(1)).rollback();
                inbox.request(4);
                inbox.settle();
                inbox.consumer().release(null);
                rig.connection().close();
            }
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private WeakReference<ClassLoader> useInALoaderOfItsOwn() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class<?> use = loader.loadClass(Use.class.getName());
            assertThat(use).isNotSameAs(Use.class);
            use.getMethod("run", Path.class).invoke(null, directory);
            return new WeakReference<>(loader);
        }
    }

    @Test
    void nothingHoldsTheClassLoaderAfterClosing() throws Exception {
        WeakReference<ClassLoader> loader = useInALoaderOfItsOwn();
        await().atMost(BrokerRig.PATIENCE).untilAsserted(() -> {
            System.gc();
            // Collecting classes also needs some allocation on some collectors.
            assertThat(Arrays.asList(new byte[1 << 20])).hasSize(1);
            assertThat(loader.get()).isNull();
        });
    }
}
