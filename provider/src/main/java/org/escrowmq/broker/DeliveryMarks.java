package org.escrowmq.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.escrowmq.broker.store.StoreSeal;

/**
 * How far each durable queue has handed out its messages, for JMSRedelivered after a crash (specification 3.4.7,
 * 6.2.10): a message that a consumer had when the process died comes again, and says so.
 *
 * <pre>
 * file "delivered": queue (8), message (8), CRC-32C of both (8); and so on
 * </pre>
 *
 * <p><b>Crash argument.</b> Messages are numbered in the order in which they are sent. A mark is forced to the disk
 * before the first message beyond the queue's last mark is handed to a consumer, so after a crash whatever a consumer
 * had is not beyond the mark. A mark runs ahead of the message for which it is made, or each delivery would wait for
 * the disk; so a few messages that nobody had may be called redelivered, which the specification allows
 * ("likely"). A mark that was torn fails its check; nothing was handed out under it. When the broker closes in good
 * order the engine has counted what consumers had, so that the marks of earlier crashes alone are kept.
 *
 * <p>Safe for use by several threads. {@link EmbeddedBroker} opens and closes it.
 */
final class DeliveryMarks {

    private static final String FILE = "delivered";
    private static final int RECORD_BYTES = 3 * Long.BYTES;
    /** Message numbers, of which a message takes about three: the first mark of a queue, and a busy one's. */
    private static final int FEWEST_AHEAD = 64;
    private static final int MOST_AHEAD = 1 << 16;
    private static final long BUSY_NANOS = 1_000_000_000;

    private final Path file;
    private final boolean fsync;
    private final FileChannel channel;
    private final Map<Long, Long> beforeCrash;
    private final Map<Long, OfQueue> queues = new ConcurrentHashMap<>();
    private volatile long firstNew;
    private volatile Set<Long> neverDelivered = Set.of();

    private DeliveryMarks(Path file, boolean fsync, Map<Long, Long> beforeCrash, FileChannel channel) {
        this.file = file;
        this.fsync = fsync;
        this.beforeCrash = beforeCrash;
        this.channel = channel;
    }

    /** Reads what an earlier process left and goes on from there. */
    static DeliveryMarks open(Path store, boolean fsync) throws IOException {
        Path file = store.resolve(FILE);
        Map<Long, Long> marks = read(file);
        replace(file, marks);
        return new DeliveryMarks(file, fsync, marks, FileChannel.open(file, StandardOpenOption.APPEND));
    }

    private static void replace(Path file, Map<Long, Long> marks) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel rewritten = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (Map.Entry<Long, Long> mark : marks.entrySet()) {
                write(rewritten, mark.getKey(), mark.getValue());
            }
            rewritten.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        StoreSeal.forceDirectory(file.getParent());
    }

    private static Map<Long, Long> read(Path file) throws IOException {
        Map<Long, Long> marks = new HashMap<>();
        if (!Files.exists(file)) {
            return marks;
        }
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
        byte[] mark = new byte[2 * Long.BYTES];
        while (content.remaining() >= RECORD_BYTES) {
            content.get(mark);
            if (content.getLong() == digest(mark)) {
                ByteBuffer fields = ByteBuffer.wrap(mark);
                marks.merge(fields.getLong(), fields.getLong(), Math::max);
            }
        }
        return marks;
    }

    private static void write(FileChannel channel, long queue, long message) throws IOException {
        byte[] mark = ByteBuffer.allocate(2 * Long.BYTES).putLong(queue).putLong(message).array();
        ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
        record.put(mark).putLong(digest(mark)).flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    private static long digest(byte[] mark) {
        CRC32C digest = new CRC32C();
        digest.update(mark);
        return digest.getValue();
    }

    /**
     * Tells what was stored when the engine started.
     *
     * @param firstNewMessage every message from this number on is sent by this process
     * @param messages numbers of messages that no consumer can have had, because their branches are prepared only
     */
    void started(long firstNewMessage, Set<Long> messages) {
        firstNew = firstNewMessage;
        neverDelivered = Set.copyOf(messages);
    }

    /** The marks of one durable queue. */
    OfQueue of(long queue) {
        return queues.computeIfAbsent(queue, OfQueue::new);
    }

    /** @param inGoodOrder true if the engine itself remembers now what this process has delivered */
    void close(boolean inGoodOrder) throws IOException {
        channel.close();
        if (inGoodOrder) {
            replace(file, beforeCrash);
        }
    }

    /** How far one queue has handed out its messages. Safe for use by several threads. */
    final class OfQueue {

        private final long queue;
        private final long beforeThisProcess;
        private volatile long mark;
        private int ahead = FEWEST_AHEAD;
        private long markedAt = System.nanoTime() - BUSY_NANOS;

        private OfQueue(long queue) {
            this.queue = queue;
            this.beforeThisProcess = beforeCrash.getOrDefault(queue, -1L);
            this.mark = beforeThisProcess;
        }

        /**
         * A message is about to be handed to a consumer.
         *
         * @return true if a consumer may have had it before this process started
         */
        boolean handOut(long message) {
            if (message > mark) {
                advance(message);
            }
            return message <= beforeThisProcess && message < firstNew && !neverDelivered.contains(message);
        }

        private synchronized void advance(long message) {
            if (message <= mark) {
                return;
            }
            long now = System.nanoTime();
            ahead = now - markedAt < BUSY_NANOS ? Math.min(MOST_AHEAD, 2 * ahead) : FEWEST_AHEAD;
            try {
                write(channel, queue, message + ahead);
                if (fsync) {
                    channel.force(false);
                }
            } catch (IOException e) {
                // The message itself is safe; only a flag would be missing, after a crash.
                BrokerLog.notMarked(file, e);
            }
            markedAt = now;
            mark = message + ahead;
        }
    }
}
