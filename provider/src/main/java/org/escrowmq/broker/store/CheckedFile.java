package org.escrowmq.broker.store;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.io.DummyCallback;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.io.buffer.TimedBuffer;
import org.apache.activemq.artemis.core.journal.EncodingSupport;
import org.apache.activemq.artemis.core.journal.impl.SimpleWaitIOCallback;

/**
 * A file of the engine's whose digests follow it when it is renamed and go before it when it is deleted. So digests
 * whose file is missing are the trace of a loss: the engine's own renaming and deleting never leaves that.
 *
 * <p>A wrapper, because renaming and deleting are final in the engine's files.
 */
final class CheckedFile implements SequentialFile {

    private final CheckedFiles files;
    private final DigestedFile file;

    CheckedFile(CheckedFiles files, String name) {
        this.files = files;
        this.file = new DigestedFile(files, name);
    }

    DigestedFile file() {
        return file;
    }

    @Override
    public void delete() throws IOException, InterruptedException, ActiveMQException {
        file.close(false, false);
        Files.deleteIfExists(files.digestsOf(file.getFileName()));
        file.delete();
    }

    /** Digests are looked for under both names of a file that a compaction renames, so either may be first. */
    @Override
    public void renameTo(String newName) throws IOException, InterruptedException, ActiveMQException {
        file.close();
        Path digests = files.digestsOf(file.getFileName());
        if (Files.exists(digests)) {
            Files.move(digests, files.digestsOf(newName), StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        file.renameTo(newName);
    }

    @Override
    public SequentialFile cloneFile() {
        return new CheckedFile(files, file.getFileName());
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public boolean exists() {
        return file.exists();
    }

    @Override
    public void open() throws IOException {
        file.open();
    }

    @Override
    public void open(int maxIO, boolean useExecutor) throws IOException {
        file.open(maxIO, useExecutor);
    }

    @Override
    public ByteBuffer map(int position, long size) throws IOException {
        return file.map(position, size);
    }

    @Override
    public boolean fits(int size) {
        AppendBuffer gathered = files.gatheredFor(file);
        return gathered == null ? file.fits(size) : gathered.fits(size);
    }

    @Override
    public int calculateBlockStart(int position) {
        return file.calculateBlockStart(position);
    }

    @Override
    public String getFileName() {
        return file.getFileName();
    }

    @Override
    public void fill(int size) throws IOException {
        file.fill(size);
    }

    @Override
    public void write(ActiveMQBuffer bytes, boolean sync, IOCallback callback) throws IOException {
        AppendBuffer gathered = files.gatheredFor(file);
        if (gathered == null) {
            file.write(bytes, sync, callback);
        } else {
            gathered.append(to -> to.writeBytes(bytes, 0, bytes.capacity()), sync, callback);
        }
    }

    @Override
    public void write(ActiveMQBuffer bytes, boolean sync) throws IOException, InterruptedException, ActiveMQException {
        AppendBuffer gathered = files.gatheredFor(file);
        if (gathered == null) {
            file.write(bytes, sync);
        } else {
            append(gathered, to -> to.writeBytes(bytes, 0, bytes.capacity()), sync);
        }
    }

    @Override
    public void write(EncodingSupport bytes, boolean sync, IOCallback callback) {
        AppendBuffer gathered = files.gatheredFor(file);
        if (gathered == null) {
            file.write(bytes, sync, callback);
        } else {
            gathered.append(bytes::encode, sync, callback);
        }
    }

    @Override
    public void write(EncodingSupport bytes, boolean sync) throws InterruptedException, ActiveMQException {
        AppendBuffer gathered = files.gatheredFor(file);
        if (gathered == null) {
            file.write(bytes, sync);
        } else {
            append(gathered, bytes::encode, sync);
        }
    }

    private static void append(AppendBuffer gathered, Consumer<ActiveMQBuffer> record, boolean sync)
            throws InterruptedException, ActiveMQException {
        if (!sync) {
            gathered.append(record, false, DummyCallback.getInstance());
            return;
        }
        SimpleWaitIOCallback stored = new SimpleWaitIOCallback();
        gathered.append(record, true, stored);
        // Not left to the thread of the journal, which may be this one.
        gathered.flush();
        stored.waitCompletion();
    }

    @Override
    public void writeDirect(ByteBuffer bytes, boolean sync, IOCallback callback) {
        file.writeDirect(bytes, sync, callback);
    }

    @Override
    public void writeDirect(ByteBuffer bytes, boolean sync) throws Exception {
        file.writeDirect(bytes, sync);
    }

    @Override
    public void blockingWriteDirect(ByteBuffer bytes, boolean sync, boolean releaseBuffer) throws Exception {
        file.blockingWriteDirect(bytes, sync, releaseBuffer);
    }

    @Override
    public int read(ByteBuffer bytes, IOCallback callback) throws Exception {
        return file.read(bytes, callback);
    }

    @Override
    public int read(ByteBuffer bytes) throws Exception {
        return file.read(bytes);
    }

    @Override
    public void position(long position) throws IOException {
        file.position(position);
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public void close() throws IOException, InterruptedException, ActiveMQException {
        file.close();
    }

    @Override
    public void close(boolean waitSync, boolean blockOnWait)
            throws IOException, InterruptedException, ActiveMQException {
        file.close(waitSync, blockOnWait);
    }

    @Override
    public void sync() throws IOException {
        file.sync();
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void copyTo(SequentialFile newFile) throws IOException {
        file.copyTo(newFile);
    }

    @Override
    public void setTimedBuffer(TimedBuffer buffer) {
        throw new UnsupportedOperationException("Records are gathered by GroupCommit, not by the engine's buffer");
    }

    @Override
    public File getJavaFile() {
        return file.getJavaFile();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
