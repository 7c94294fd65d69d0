package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFile;
import org.escrowmq.broker.store.WrittenDigests.Mark;

/**
 * A file of the engine's that notes digests of what is written to it.
 *
 * <p><b>Order.</b> What is going to be written again is forgotten before; what was written is digested after; what was
 * digested is saved after it was forced. The engine forces away from its locks while the next write is under way, so
 * what is saved is what was digested when the force began.
 *
 * <p>As safe for use by several threads as the engine's own.
 */
final class DigestedFile extends NIOSequentialFile {

    private final CheckedFiles files;
    /** Null if nothing was written since the file was opened, or if what was written is not known. */
    private WrittenDigests digests;
    private boolean unknown;
    /** Null if this is not what the file is written with. */
    private SpaceAhead space;

    DigestedFile(CheckedFiles files, String name) {
        super(files, files.getDirectory(), name, files.getMaxIO());
        this.files = files;
    }

    @Override
    public void writeDirect(ByteBuffer bytes, boolean sync, IOCallback callback) {
        try {
            if (write(bytes, sync, true)) {
                callback.done();
            }
        } catch (Exception e) {
            callback.onError(ActiveMQExceptionType.GENERIC_EXCEPTION.getCode(),
                    "Cannot write to " + getFileName() + ": " + e);
        }
    }

    @Override
    public void writeDirect(ByteBuffer bytes, boolean sync) throws Exception {
        write(bytes, sync, true);
    }

    @Override
    public void blockingWriteDirect(ByteBuffer bytes, boolean sync, boolean releaseBuffer) throws Exception {
        write(bytes, sync, releaseBuffer);
    }

    /** Returns false if the bytes could not be written, which the engine has been told then. */
    private boolean write(ByteBuffer bytes, boolean sync, boolean release) throws Exception {
        boolean written;
        synchronized (this) {
            ByteBuffer content = bytes.duplicate();
            long start = beforeWrite();
            try {
                prepare(content.remaining());
                super.blockingWriteDirect(bytes, false, false);
                written = afterWrite(start, content);
            } finally {
                if (release) {
                    files.releaseBuffer(bytes);
                }
            }
        }
        if (sync && written) {
            sync();
        }
        return written;
    }

    /** Writes to the end; false if that failed, which the engine has been told then. */
    boolean append(ByteBuffer bytes) throws Exception {
        return write(bytes, false, false);
    }

    /** How many bytes can still be written. */
    int remaining() {
        return (int) Math.min(Integer.MAX_VALUE, fileSize - position());
    }

    /** The journal cannot go on. */
    void failed(Exception cause) {
        files.onIOError(cause, cause.getMessage(), this);
    }

    private void prepare(int bytes) throws IOException {
        if (isOpen()) {
            space = space == null ? files.spaceAhead(this) : space;
            if (space != null) {
                space.prepare(channel, bytes);
            }
        }
    }

    /** Where the next bytes go; -1 if the file is not open, which the engine will find out. */
    private long beforeWrite() throws IOException {
        if (!isOpen() || !files.isChecked(getFileName())) {
            return -1;
        }
        long start = channel.position();
        boolean follows = digests != null && digests.end() == start;
        if (follows || unknown && start > 0) {
            return start;
        }
        try {
            end();
            unknown = false;
            Path path = files.digestsOf(getFileName());
            if (start == 0) {
                Files.deleteIfExists(path);
            }
            digests = WrittenDigests.resume(path, getJavaFile().toPath(), start);
        } catch (IOException e) {
            giveUp(e);
        }
        return start;
    }

    private boolean afterWrite(long start, ByteBuffer content) throws IOException {
        if (space != null && channel != null) {
            space.written(channel.position());
        }
        if (start < 0) {
            return true;
        }
        boolean written = channel != null && channel.position() == start + content.remaining();
        if (!written) {
            unknown = true;
            end();
        } else if (digests != null) {
            digests.append(content);
        }
        return written;
    }

    /** Nothing more is noted until the file is written anew; what was noted remains true. */
    private void giveUp(IOException cause) {
        unknown = true;
        digests = null;
        files.cannotCheck(getJavaFile().toPath(), cause);
    }

    private void end() throws IOException {
        if (digests != null) {
            digests.close();
            digests = null;
        }
    }

    @Override
    public long size() throws IOException {
        SpaceAhead ahead = files.spaceIn(getFileName());
        return ahead == null ? super.size() : ahead.end();
    }

    @Override
    public void sync() throws IOException {
        WrittenDigests current;
        synchronized (this) {
            current = digests;
        }
        Mark mark = current == null ? null : current.mark();
        super.sync();
        save(current, mark);
    }

    private void save(WrittenDigests current, Mark mark) {
        if (mark != null) {
            try {
                current.save(mark);
            } catch (IOException e) {
                synchronized (this) {
                    giveUp(e);
                }
            }
        }
    }

    @Override
    public synchronized void close(boolean waitSync, boolean blockOnPending)
            throws IOException, InterruptedException, ActiveMQException {
        Mark mark = digests == null ? null : digests.mark();
        boolean filled = space != null && isOpen();
        if (filled) {
            space.cut(channel);
        }
        super.close(waitSync, blockOnPending);
        if (filled) {
            files.noSpaceIn(getFileName());
            space = null;
        }
        if (waitSync) {
            save(digests, mark);
        }
        end();
    }
}
