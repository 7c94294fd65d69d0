package org.escrowmq.broker.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.escrowmq.BrokerHealth.State;
import org.escrowmq.EscrowBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a disk of 48 MiB that becomes full. Where this process may not mount one, PoliciesTest and FailingDiskTest check
 * the same with a limit that no disk satisfies and with a file that cannot be written.
 */
@Timeout(90)
class FullDiskTest {

    private static final int MIN_FREE = 8 << 20;

    @TempDir
    private Path disk;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString());
        Assumptions.assumeTrue(mounted, "this process may not mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private EscrowBroker open(long minFree) {
        return EscrowBroker.builder().directory(disk.resolve("store")).jmx(false).journalBufferTimeoutNanos(50_000)
                .globalMaxBytes(1 << 20).minFreeDiskBytes(minFree).open();
    }

    private Path fill(long keepFree) throws IOException {
        Path ballast = disk.resolve("ballast");
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(disk).getUsableSpace() > keepFree) {
                out.write(block);
            }
        }
        return ballast;
    }

    @Test
    void belowTheLimitSendsFailFastConsumersGoOnAndItHealsByItself() throws Exception {
        try (EscrowBroker broker = open(MIN_FREE);
                JMSContext context = broker.connectionFactory().createContext();
                JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue queue = context.createQueue("q");
            context.createProducer().send(queue, "before");
            transacted.createProducer().send(queue, "sent before, committed after");
            Path ballast = fill(MIN_FREE / 2);
            await().until(() -> broker.health().state() == State.NOT_SENDING);
            assertThat(broker.health().reasons().get(0)).contains(MIN_FREE + " bytes of free space");
            long start = System.nanoTime();
            assertThatThrownBy(() -> context.createProducer().send(queue, "refused"))
                    .isInstanceOf(ResourceAllocationRuntimeException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            transacted.commit();
            assertThat(StoreImage.drain(broker, "q")).containsExactly("before", "sent before, committed after");
            Files.delete(ballast);
            await().until(() -> broker.health().state() == State.UP);
            context.createProducer().send(queue, "after");
            assertThat(StoreImage.drain(broker, "q")).containsExactly("after");
        }
    }

    @Test
    void whenTheDiskIsReallyFullSendsFailAndNothingConfirmedIsLost() throws Exception {
        List<String> confirmed = new ArrayList<>();
        Path ballast;
        try (EscrowBroker broker = open(0); JMSContext context = broker.connectionFactory().createContext()) {
            Queue queue = context.createQueue("q");
            JMSProducer producer = context.createProducer();
            producer.send(queue, "before");
            confirmed.add("before");
            ballast = fill(0);
            String body = "x".repeat(2000);
            assertThatThrownBy(() -> {
                while (true) {
                    String text = body + confirmed.size();
                    producer.send(queue, text);
                    confirmed.add(text);
                }
            }).isInstanceOf(JMSRuntimeException.class);
            // Either the watch on the free space was faster, or the journal that could not get another file.
            await().until(() -> broker.health().state() != State.UP);
            assertThat(broker.health().reasons().get(0)).containsAnyOf("No space left on device", "of free space");
        }
        Files.delete(ballast);
        try (EscrowBroker broker = open(0)) {
            assertThat(StoreImage.drain(broker, "q")).containsAll(confirmed);
        }
    }
}
