package org.escrowmq.it.bench.flush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The helper of the rules in {@code flushes.btm}: counts every call by which this JVM asks for a flush. The count is in
 * a file that is mapped into memory, so that several processes can share it, and that counting costs one instruction.
 *
 * <p>Byteman makes one for each rule, so what it knows is static. Safe for use by several threads.
 */
public class FlushCounter {

    /** The system property with the file of the count; without it nothing is counted. */
    public static final String FILE = "escrow.bench.flushes";

    private static final VarHandle COUNT =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final ByteBuffer SHARED = shared();

    private static ByteBuffer shared() {
        String file = System.getProperty(FILE);
        try {
            return file == null ? ByteBuffer.allocateDirect(2 * Long.BYTES).alignedSlice(Long.BYTES)
                    : map(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The flushes cannot be counted in " + file, e);
        }
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    /** Called by the rules. */
    public void flushed() {
        COUNT.getAndAdd(SHARED, 0, 1L);
    }

    /** How many there were, in all processes that share the file. */
    public static long count() {
        return (long) COUNT.getVolatile(SHARED, 0);
    }
}
