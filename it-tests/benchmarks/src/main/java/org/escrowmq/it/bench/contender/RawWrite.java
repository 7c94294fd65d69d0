package org.escrowmq.it.bench.contender;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The limit of the device for who waits alone: writes into a file that is allocated already, and forces. Its threads do
 * not share a flush.
 */
final class RawWrite implements DirectContender {

    private static final int FILE_BYTES = 10 << 20;

    private Path directory;

    @Override
    public void start(Path where) {
        directory = where;
    }

    @Override
    public String flushSettings() {
        return "write, fdatasync (FileChannel.force(false)) into an allocated file for each thread";
    }

    @Override
    public Sender sender(int thread) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve("raw-" + thread), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        channel.write(ByteBuffer.allocate(FILE_BYTES), 0);
        channel.force(true);
        return new FileSender(channel);
    }

    @Override
    public void purge() {
        // The files are overwritten.
    }

    @Override
    public void close() {
        // Senders close their files.
    }

    private static final class FileSender implements Sender {

        private final FileChannel channel;
        private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
        private long position;

        FileSender(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void send(byte[] body) throws IOException {
            if (buffer.capacity() != body.length) {
                buffer = ByteBuffer.allocateDirect(body.length);
            }
            buffer.clear().put(body).flip();
            if (position + body.length > FILE_BYTES) {
                position = 0;
            }
            channel.write(buffer, position);
            position += body.length;
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
