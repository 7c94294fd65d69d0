package org.escrowmq.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.jms.JMSContext;
import jakarta.jms.XAJMSContext;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import org.escrowmq.EscrowBroker;
import org.escrowmq.recovery.NarayanaRecovery.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/recovery.md recover what a process left that died between two commits, and clear its decision. */
@Timeout(180)
class NarayanaRecoveryTest {

    private static final int DIED = 7;
    private static final int SCANS = 3;
    private static final List<String> STORES = List.of("one", "two");

    @TempDir
    private Path directory;

    @Test
    void thePageShowsTheLinesThatAreTested() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        Path page = Stream.of(root, root.getParent()).map(parent -> parent.resolve("docs/recovery.md"))
                .filter(Files::exists).findFirst().orElseThrow();
        String source = Files.readString(root.resolve("src/test/java/org/escrowmq/recovery/NarayanaRecovery.java"));
        String lines = source.substring(source.indexOf("    /** Once, before"), source.lastIndexOf('}'));
        assertThat(Files.readString(page)).contains("```java\n" + lines.stripTrailing().stripIndent() + "\n```");
    }

    @Test
    void aTransactionCutOffBetweenTwoCommitsIsCommittedEverywhereAndItsDecisionIsCleared() throws Exception {
        assertThat(run(CutOff.class)).isEqualTo(DIED);
        assertThat(decisions()).isEqualTo(1);
        assertThat(inDoubt()).isEqualTo(1);
        assertThat(run(Recover.class)).isZero();
        assertThat(inDoubt()).isZero();
        assertThat(decisions()).isZero();
        for (String store : STORES) {
            try (EscrowBroker broker = EscrowBroker.open(directory.resolve(store));
                    JMSContext context = broker.connectionFactory().createContext()) {
                assertThat(context.createConsumer(context.createQueue("q")).receiveBody(String.class, 5_000))
                        .isEqualTo(store);
            }
        }
    }

    private int run(Class<?> main) throws Exception {
        Path log = directory.resolve(main.getSimpleName() + ".log");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), main.getName(), directory.toString())
                .directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(80, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as(Files.readString(log)).isTrue();
        return process.exitValue();
    }

    private long decisions() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("decisions"))) {
            return files.filter(file -> Files.isRegularFile(file) && file.getParent().endsWith("AtomicAction")).count();
        }
    }

    private int inDoubt() {
        int found = 0;
        for (String store : STORES) {
            try (EscrowBroker broker = EscrowBroker.open(directory.resolve(store))) {
                found += broker.inDoubtBranches().size();
            }
        }
        return found;
    }

    private static void prepareManager(String directory) throws Exception {
        for (String store : new String[] {null, "communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreDir(Path.of(directory, "decisions").toString());
        }
        // Alone on its log, and in no hurry but for the test.
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryBackoffPeriod(1);
        recoveryPropertyManager.getRecoveryEnvironmentBean().setPeriodicRecoveryPeriod(1_000);
        NarayanaRecovery.configure("node-1");
    }

    private static Map<String, EscrowBroker> open(String directory) {
        Map<String, EscrowBroker> open = new HashMap<>();
        STORES.forEach(store -> open.put(store, EscrowBroker.open(Path.of(directory, store))));
        return open;
    }

    /** Sends to two stores in one transaction and dies after the first commit. */
    static final class CutOff {

        private static final AtomicInteger COMMITS = new AtomicInteger();

        private CutOff() {
        }

        public static void main(String[] arguments) throws Exception {
            prepareManager(arguments[0]);
            TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
            Map<String, EscrowBroker> brokers = open(arguments[0]);
            manager.begin();
            for (String store : STORES) {
                XAJMSContext context = brokers.get(store).connectionFactory().createXAContext();
                manager.getTransaction().enlistResource(new Named(store, dying(context.getXAResource())));
                context.createProducer().send(context.createQueue("q"), store);
            }
            try {
                manager.commit();
            } finally {
                Runtime.getRuntime().halt(1);
            }
        }

        private static XAResource dying(XAResource resource) {
            return (XAResource) Proxy.newProxyInstance(CutOff.class.getClassLoader(), new Class<?>[] {XAResource.class},
                    (proxy, method, arguments) -> {
                        if ("commit".equals(method.getName()) && COMMITS.incrementAndGet() == 2) {
                            Runtime.getRuntime().halt(DIED);
                        }
                        try {
                            return method.invoke(resource, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** Registers the stores once; scans while they are closed, and again when they have been opened anew. */
    static final class Recover {

        private Recover() {
        }

        public static void main(String[] arguments) throws Exception {
            prepareManager(arguments[0]);
            Map<String, EscrowBroker> brokers = open(arguments[0]);
            STORES.forEach(store -> NarayanaRecovery.register(store, () -> brokers.get(store)));
            brokers.values().forEach(EscrowBroker::close);
            RecoveryManager.manager().scan();
            brokers.putAll(open(arguments[0]));
            for (int i = 0; i < SCANS; i++) {
                RecoveryManager.manager().scan();
            }
            brokers.values().forEach(EscrowBroker::close);
            System.exit(0);
        }
    }
}
