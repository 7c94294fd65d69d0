package org.escrowmq.fake;

import jakarta.jms.JMSException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.escrowmq.message.BodyStore;
import org.escrowmq.message.StoredBody;

/** Keeps the bodies that are too large for memory in memory, and counts them. */
public final class FakeBodies implements BodyStore {

    private final int memoryLimit;
    private final Set<StoredBody> kept = new HashSet<>();
    private JMSException failure;
    private int readLimit = Integer.MAX_VALUE;

    /** With a limit that tests reach soon. */
    public FakeBodies(int memoryLimit) {
        this.memoryLimit = memoryLimit;
    }

    /** Lets everything fail that is done with bodies, or nothing more for null. */
    public synchronized void fail(JMSException reason) {
        failure = reason;
    }

    /** Lets a read return so many bytes at most, as a read may. */
    public synchronized void readAtMost(int bytes) {
        readLimit = bytes;
    }

    /** How many bodies there are that nobody discarded. */
    public synchronized int count() {
        return kept.size();
    }

    @Override
    public int memoryLimit() {
        return memoryLimit;
    }

    @Override
    public synchronized StoredBody create() throws JMSException {
        check();
        StoredBody body = new Body();
        kept.add(body);
        return body;
    }

    private void check() throws JMSException {
        if (failure != null) {
            throw failure;
        }
    }

    private final class Body implements StoredBody {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public long length() {
            return bytes.size();
        }

        @Override
        public void append(ByteBuffer more) throws JMSException {
            use();
            byte[] copy = new byte[more.remaining()];
            more.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public int read(long position, ByteBuffer into) throws JMSException {
            use();
            int count = (int) Math.min(Math.min(into.remaining(), readLimit), length() - position);
            if (count <= 0) {
                return -1;
            }
            into.put(bytes.toByteArray(), (int) position, count);
            return count;
        }

        @Override
        public void discard() {
            synchronized (FakeBodies.this) {
                kept.remove(this);
            }
        }

        private void use() throws JMSException {
            synchronized (FakeBodies.this) {
                check();
                if (!kept.contains(this)) {
                    throw new AssertionError("The body was discarded");
                }
            }
        }
    }
}
