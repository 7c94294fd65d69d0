package org.escrowmq.message;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads what remains in a buffer, moving its position. */
final class BufferInput extends InputStream {

    private static final int UNSIGNED_BYTE = 0xFF;

    private final ByteBuffer buffer;

    BufferInput(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int read() {
        return buffer.hasRemaining() ? buffer.get() & UNSIGNED_BYTE : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (!buffer.hasRemaining() && length > 0) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        return count;
    }

    @Override
    public int available() {
        return buffer.remaining();
    }
}
