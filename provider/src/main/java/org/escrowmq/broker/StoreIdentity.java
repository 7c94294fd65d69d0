package org.escrowmq.broker;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import org.escrowmq.broker.store.StoreSeal;

/**
 * What the file {@code escrowmq.properties} says about a store.
 *
 * @param resourceManagerId identifies the store to transaction managers for ever
 * @param created when it was created, ISO 8601
 */
record StoreIdentity(String resourceManagerId, String created) {

    /** The newest layout of a broker directory that this code can read, and the one that it writes. */
    static final int FORMAT_VERSION = 1;

    private static final String VERSION_KEY = "formatVersion";
    private static final String ID_KEY = "resourceManagerId";
    private static final String CREATED_KEY = "created";

    static StoreIdentity create() {
        return new StoreIdentity(UUID.randomUUID().toString(), Instant.now().toString());
    }

    /**
     * Reads the file.
     *
     * @throws UnusableException if it is damaged or of a format that is not known
     * @throws IOException if it cannot be read
     */
    static StoreIdentity read(Path file) throws IOException, UnusableException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new UnusableException(file, "is not a properties file", e);
        }
        long version = number(file, properties, VERSION_KEY);
        if (version > FORMAT_VERSION) {
            throw new UnusableException("it has format version " + version + " and this software reads up to version "
                    + FORMAT_VERSION + "; use the version of EscrowMQ that wrote it, or a newer one", null);
        }
        if (version < 1) {
            throw new UnusableException(file, VERSION_KEY + " is " + version + " and must be 1 or more", null);
        }
        String id = properties.getProperty(ID_KEY, "").strip();
        try {
            UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new UnusableException(file, ID_KEY + " is '" + id + "' and must be a UUID", e);
        }
        return new StoreIdentity(id, properties.getProperty(CREATED_KEY));
    }

    private static long number(Path file, Properties properties, String key) throws UnusableException {
        String text = properties.getProperty(key, "").strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UnusableException(file, key + " is '" + text + "' and must be a whole number", e);
        }
    }

    /**
     * Writes the file so that a crash leaves either the old or the new content, never a part: a temporary file is
     * forced to the disk, then takes the final name, then the directory with that name is forced.
     */
    void write(Path file) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        String content = "# EscrowMQ store. Keep this file with the journal: transaction managers know the store by it."
                + "\n" + VERSION_KEY + "=" + FORMAT_VERSION
                + "\n" + ID_KEY + "=" + resourceManagerId
                + "\n" + CREATED_KEY + "=" + created + "\n";
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        StoreSeal.forceDirectory(file.getParent());
    }

    /** The file is there but does not say what it must. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        private UnusableException(Path file, String why, Exception cause) {
            this("its file " + file.getFileName() + " is damaged: " + why + "; restore it from a backup", cause);
        }

        private UnusableException(String why, Exception cause) {
            super(why, cause);
        }
    }
}
