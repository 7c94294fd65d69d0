package org.escrowmq.remote;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.escrowmq.broker.client.RemoteAddress;

/**
 * Which node was last reached at an address, over restarts: a file for each address in one directory, named after it,
 * with the node's identifier in it, or empty if the broker there did not say.
 *
 * <p><b>Crash argument.</b> A file is forced before it gets its name, and both before anything is done with the broker
 * that was reached: what was prepared at an address, the node in the file has prepared, or nobody knows who did.
 * Processes that share the directory reach the same brokers. Safe for use by several threads.
 */
final class NodeMemory {

    private static final String DIRECTORY = "remote-brokers";

    private final Path directory;

    /** In a directory below this one, which is made when it is needed; in none if it is null. */
    NodeMemory(Path parent) {
        this.directory = parent == null ? null : parent.resolve(DIRECTORY);
    }

    private Path file(RemoteAddress address) {
        return directory.resolve(URLEncoder.encode(address.toString(), StandardCharsets.UTF_8));
    }

    /** The node that was last reached there, empty if that is not known, null if none was. */
    String read(RemoteAddress address) throws IOException {
        if (directory == null) {
            return null;
        }
        try {
            return Files.readString(file(address));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Remembers it; when this returns, over a crash, too. */
    void write(RemoteAddress address, String nodeId) throws IOException {
        if (directory == null) {
            return;
        }
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(directory, "new", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(nodeId.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(temporary, file(address), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel entries = FileChannel.open(directory)) {
            entries.force(true);
        }
    }
}
