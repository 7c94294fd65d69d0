package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFile;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalStorageManager;
import org.escrowmq.destination.EscrowQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was confirmed is there afterwards and nothing more is confirmed when the device fails. The failure is injected
 * into the journal's current file, so that the engine meets it where a real one would occur.
 */
@Timeout(60)
class FailingDiskTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");

    @TempDir
    private Path directory;

    /** Cannot force, or cannot write, from now on. */
    private static final class FailingChannel extends FileChannel {

        private final FileChannel channel;
        private final boolean onForce;
        private final String message;

        private FailingChannel(FileChannel channel, boolean onForce, String message) {
            this.channel = channel;
            this.onForce = onForce;
            this.message = message;
        }

        private void failIf(boolean fails) throws IOException {
            if (fails) {
                throw new IOException(message);
            }
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            failIf(!onForce);
            return channel.write(bytes);
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            failIf(!onForce);
            return channel.write(bytes, position);
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
            failIf(!onForce);
            return channel.write(bytes, offset, length);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            failIf(onForce);
            channel.force(metaData);
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return channel.read(bytes);
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            return channel.read(bytes, position);
        }

        @Override
        public long read(ByteBuffer[] bytes, int offset, int length) throws IOException {
            return channel.read(bytes, offset, length);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            channel.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return channel.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
            return channel.transferFrom(source, position, count);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return channel.map(mode, position, size);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return channel.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return channel.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }
    }

    private static void fail(BrokerRig rig, boolean onForce, String message) throws Exception {
        JournalStorageManager storage = (JournalStorageManager) rig.broker().engine().storage();
        JournalImpl journal = (JournalImpl) storage.getMessageJournal();
        SequentialFile file = journal.getCurrentFile().getFile();
        // Behind the wrapper is the engine's file.
        Field inner = file.getClass().getDeclaredField("file");
        inner.setAccessible(true);
        Field field = NIOSequentialFile.class.getDeclaredField("channel");
        field.setAccessible(true);
        field.set(inner.get(file), new FailingChannel((FileChannel) field.get(inner.get(file)), onForce, message));
    }

    private void assertStopsAndLosesNothing(boolean onForce, String message) throws Exception {
        try (BrokerRig rig = BrokerRig.on(directory)) {
            rig.send(ORDERS, "confirmed");
            BrokerTransaction transaction = rig.broker().begin(null);
            rig.send(transaction, ORDERS, "not committed");
            fail(rig, onForce, message);
            assertThatThrownBy(() -> rig.send(ORDERS, "refused")).isInstanceOf(JMSException.class);
            assertThatThrownBy(transaction::commit).isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> rig.send(ORDERS, "too late")).isInstanceOf(JMSException.class)
                    .hasMessageContainingAll(directory.toString(), message);
            assertThat(rig.broker().whyDown()).contains(message);
        }
        try (BrokerRig rig = BrokerRig.on(directory)) {
            assertThat(rig.drain(ORDERS)).contains("confirmed").doesNotContain("not committed", "too late");
        }
    }

    @Test
    void afterAFailedForceNothingIsConfirmedAndTheBrokerStops() throws Exception {
        assertStopsAndLosesNothing(true, "Input/output error");
    }

    @Test
    void afterAFailedWriteNothingIsConfirmedAndTheBrokerStops() throws Exception {
        assertStopsAndLosesNothing(false, "No space left on device");
    }
}
