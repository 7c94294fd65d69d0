package org.escrowmq.broker.store;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.io.IOCallback;

/**
 * What the journal has appended to its current file and what is not written to it yet: in the place of the engine's
 * {@code TimedBuffer}, without its timer.
 *
 * <p><b>Durability.</b> Whoever appends is told that its bytes are stored after they were written and, if any record of
 * the same flush asks for it, forced: {@link #flush} does one after the other. A flush that could not write or force
 * confirms nothing. Before another file takes the place of the current one ({@link #detach}), all of it is written, and
 * no flush is under way any more; the engine then forces and closes it, before it appends to the next one. So nothing
 * in a later file is confirmed before all of the earlier ones is on the disk.
 *
 * <p>Safe for use by several threads. Lock order: {@link #flushing}, then the monitor, then the file's.
 */
final class AppendBuffer {

    private final ByteBuffer bytes;
    private final ActiveMQBuffer writer;
    /** Held from the write until the force is over, so that no file is closed in between. */
    private final ReentrantLock flushing = new ReentrantLock();
    private List<IOCallback> callbacks = new ArrayList<>();
    private boolean force;
    private DigestedFile file;
    /** Why nothing can be stored any more, or null. */
    private String broken;

    AppendBuffer(int capacity) {
        // Outside of the heap, or each write would copy it there.
        this.bytes = ByteBuffer.allocateDirect(capacity);
        this.writer = new ChannelBufferWrapper(Unpooled.wrappedBuffer(bytes));
        writer.clear();
    }

    int capacity() {
        return bytes.capacity();
    }

    /** What is appended from now on goes to this file. */
    synchronized void attach(DigestedFile next) {
        file = next;
    }

    /** Writes what is there and lets go of the file. */
    void detach() {
        flush();
        flushing.lock();
        try {
            synchronized (this) {
                file = null;
            }
        } finally {
            flushing.unlock();
        }
    }

    synchronized boolean isAttached(DigestedFile candidate) {
        return file == candidate;
    }

    /** Whether so many bytes still go into the file. */
    boolean fits(int size) {
        if (size > bytes.capacity()) {
            throw new IllegalStateException("A record of " + size + " bytes is larger than the journal's buffer of "
                    + bytes.capacity());
        }
        if (!hasRoom(size)) {
            flush();
        }
        synchronized (this) {
            return size <= file.remaining() - writer.writerIndex();
        }
    }

    private synchronized boolean hasRoom(int size) {
        return writer.writerIndex() + size <= bytes.capacity();
    }

    /**
     * Appends a record that {@linkplain #fits fits}.
     *
     * @param forced whether it is to be confirmed only when it is on the disk
     * @param callback told when it is written, and forced if any record of the same flush is to be
     */
    void append(Consumer<ActiveMQBuffer> record, boolean forced, IOCallback callback) {
        String reason;
        synchronized (this) {
            reason = broken;
            if (reason == null) {
                record.accept(writer);
                callbacks.add(callback);
                force |= forced;
            }
        }
        if (reason != null) {
            tell(List.of(callback), reason);
        }
    }

    /** Nothing is stored from now on; whoever has appended something, or will, is told why. */
    void breakOff(String reason) {
        List<IOCallback> told;
        synchronized (this) {
            broken = reason;
            told = callbacks;
            callbacks = new ArrayList<>();
            force = false;
            writer.clear();
        }
        tell(told, reason);
    }

    /** Whether somebody waits for a force. */
    synchronized boolean isForceDue() {
        return force;
    }

    synchronized boolean isEmpty() {
        return writer.writerIndex() == 0;
    }

    /** Writes what has been appended so far, forces it if that was asked for, and tells the callbacks. */
    void flush() {
        List<IOCallback> told = List.of();
        // An error of the JVM's may come in between.
        String failure = "The flush was cut off";
        flushing.lock();
        try {
            boolean forced;
            DigestedFile target;
            String notWritten;
            synchronized (this) {
                if (writer.writerIndex() == 0) {
                    return;
                }
                told = callbacks;
                callbacks = new ArrayList<>(told.size());
                forced = force;
                force = false;
                target = file;
                notWritten = write(target);
            }
            failure = notWritten == null && forced ? force(target) : notWritten;
        } finally {
            flushing.unlock();
            tell(told, failure);
        }
    }

    private String write(DigestedFile target) {
        ByteBuffer content = bytes.duplicate().limit(writer.writerIndex()).position(0);
        writer.clear();
        try {
            return target.append(content) ? null : target.getFileName() + " could not be written";
        } catch (Exception e) {
            target.failed(e);
            return target.getFileName() + " could not be written: " + e;
        }
    }

    private static String force(DigestedFile target) {
        try {
            target.sync();
            return null;
        } catch (IOException e) {
            // The engine has been told, and stops.
            return target.getFileName() + " could not be forced to the disk: " + e;
        }
    }

    private static void tell(List<IOCallback> told, String failure) {
        for (IOCallback callback : told) {
            if (failure == null) {
                callback.done();
            } else {
                callback.onError(ActiveMQExceptionType.IO_ERROR.getCode(), failure);
            }
        }
    }
}
