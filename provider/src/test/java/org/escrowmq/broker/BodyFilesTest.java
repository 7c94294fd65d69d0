package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.escrowmq.message.StoredBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of large bodies: what is written is read, and nothing is left over. */
class BodyFilesTest {

    @TempDir
    private Path broker;
    private BodyFiles files;

    @BeforeEach
    void open() throws JMSException {
        files = BodyFiles.open(broker, 0);
    }

    @AfterEach
    void close() {
        files.close();
    }

    private long count() throws IOException {
        try (Stream<Path> all = Files.list(broker.resolve("bodies"))) {
            return all.count();
        }
    }

    private static ByteBuffer bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static ByteBuffer read(StoredBody body) throws JMSException {
        ByteBuffer all = ByteBuffer.allocate((int) body.length());
        while (all.hasRemaining()) {
            body.read(all.position(), all);
        }
        return all.flip();
    }

    @Test
    void whatIsAppendedIsReadAtAnyPosition() throws JMSException {
        StoredBody body = files.create();
        ByteBuffer first = bytes(1_000_003);
        body.append(first.position(3));
        body.append(bytes(5));
        assertThat(first.hasRemaining()).isFalse();
        assertThat(body.length()).isEqualTo(1_000_005);
        assertThat(read(body).slice(0, 1_000_000)).isEqualTo(first.slice(3, 1_000_000));
        ByteBuffer end = ByteBuffer.allocate(10);
        assertThat(body.read(1_000_000, end)).isEqualTo(5);
        assertThat(end.flip()).isEqualTo(bytes(5));
        assertThat(body.read(1_000_005, end.clear())).isEqualTo(-1);
    }

    @Test
    void aLinkedFileIsReadAfterItsFirstNameIsGone() throws JMSException, IOException {
        Path file = Files.write(broker.resolve("1.msg"), bytes(100).array());
        StoredBody body = files.link(file, 100);
        Files.delete(file);
        assertThat(read(body)).isEqualTo(bytes(100));
        body.discard();
        assertThat(count()).isZero();
    }

    @Test
    void aFileThatIsNotThereCannotBeLinked() {
        assertThatThrownBy(() -> files.link(broker.resolve("none.msg"), 100))
                .isInstanceOf(JMSException.class).hasMessageContaining("none.msg");
    }

    @Test
    void aLinkedFileIsNotWrittenTo() throws JMSException, IOException {
        Path file = Files.write(broker.resolve("1.msg"), bytes(100).array());
        StoredBody body = files.link(file, 100);
        assertThatThrownBy(() -> body.append(bytes(1))).isInstanceOf(java.lang.IllegalStateException.class);
        assertThat(Files.size(file)).isEqualTo(100);
    }

    @Test
    void theFileGoesWithTheBodyThatNobodyRefersTo() throws JMSException {
        files.create().append(bytes(100));
        await().until(() -> {
            System.gc();
            return count() == 0;
        });
    }

    @Test
    void closingDeletesEveryFileAndSaysSoToWhomeverReadsOn() throws JMSException, IOException {
        StoredBody body = files.create();
        body.append(bytes(100));
        files.close();
        assertThat(count()).isZero();
        assertThatThrownBy(() -> body.read(0, ByteBuffer.allocate(1)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> body.append(bytes(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> files.create()).isInstanceOf(IllegalStateException.class);
        body.discard();
    }

    @Test
    void whatAKilledProcessLeftGoesAtTheNextOpen() throws JMSException, IOException {
        files.create().append(bytes(100));
        Files.write(broker.resolve("bodies/4711.body"), new byte[10]);
        BodyFiles next = BodyFiles.open(broker, 0);
        assertThat(count()).isZero();
        next.close();
    }

    @Test
    void aDeviceWithoutRoomIsAnErrorThatSaysSoAndNothingIsAppended() throws JMSException {
        BodyFiles full = BodyFiles.open(broker.resolve("full"), Long.MAX_VALUE / 2);
        StoredBody body = full.create();
        assertThatThrownBy(() -> body.append(bytes(100)))
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContainingAll("no room", "100 more bytes", "bodies", String.valueOf(Long.MAX_VALUE / 2));
        assertThat(body.length()).isZero();
        full.close();
    }

    @Test
    void anInterruptedThreadWritesAndReadsAndStaysInterrupted() throws JMSException {
        StoredBody body = files.create();
        Thread.currentThread().interrupt();
        body.append(bytes(600_000));
        assertThat(Thread.interrupted()).isTrue();
        Thread.currentThread().interrupt();
        assertThat(read(body)).isEqualTo(bytes(600_000));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptsAtAnyMomentLoseNoByte() throws Exception {
        StoredBody body = files.create();
        Thread worker = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        Thread nuisance = new Thread(() -> {
            while (!done.get()) {
                worker.interrupt();
                Thread.onSpinWait();
            }
        });
        nuisance.start();
        try {
            for (int i = 0; i < 20; i++) {
                body.append(bytes(300_000));
            }
            assertThat(body.length()).isEqualTo(6_000_000);
            ByteBuffer all = read(body);
            for (int i = 0; i < 20; i++) {
                assertThat(all.slice(i * 300_000, 300_000)).isEqualTo(bytes(300_000));
            }
        } finally {
            done.set(true);
            while (nuisance.isAlive()) {
                // To join, a thread must not be interrupted.
                Thread.onSpinWait();
            }
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
