package org.escrowmq.broker.damage;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.escrowmq.EscrowBroker;

/** A store with known content, to be copied and damaged. For use by one thread. */
final class StoreImage {

    /** On queue q, each sent alone, except that the last five were sent in one transaction. */
    static final List<String> MESSAGES = Stream.concat(
            IntStream.range(0, 20).mapToObj(i -> "message-" + i), IntStream.range(0, 5).mapToObj(i -> "together-" + i))
            .toList();

    /** On queue large, a text with a file of its own. */
    static final String LARGE = "large".repeat(100_000);

    private static final byte ADD = 11;
    private static final byte ADD_IN_TRANSACTION = 13;
    private static final int RECEIVE_MILLIS = 200;
    /** For what is there: a machine with a lot of other work needs more than the above now and then. */
    private static final int LONG_MILLIS = 10_000;

    private final Path directory;

    private StoreImage(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes one store that was closed and one as a crash would leave it at the same moment: the files are copied while
     * the broker has them open and nothing is under way.
     */
    static void create(Path closed, Path crashed) throws IOException {
        try (EscrowBroker broker = open(closed)) {
            try (JMSContext context = broker.connectionFactory().createContext()) {
                send(context, MESSAGES.subList(0, 20));
                context.createProducer().send(context.createQueue("large"), LARGE);
            }
            try (JMSContext context = broker.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
                send(context, MESSAGES.subList(20, 25));
                context.commit();
            }
            new StoreImage(closed).copyWhileOpen(crashed);
        }
    }

    private static void send(JMSContext context, List<String> texts) {
        Queue queue = context.createQueue("q");
        texts.forEach(text -> context.createProducer().send(queue, text));
    }

    static EscrowBroker open(Path directory) {
        return EscrowBroker.builder().directory(directory).jmx(false).journalBufferTimeoutNanos(50_000)
                .minFreeDiskBytes(0).open();
    }

    static StoreImage at(Path directory) {
        return new StoreImage(directory);
    }

    StoreImage copyTo(Path target) throws IOException {
        for (Path path : content()) {
            Path copy = target.resolve(directory.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(path, copy);
            }
        }
        return new StoreImage(target);
    }

    /**
     * Copies what a crash at one moment would leave. The engine goes on writing after it was opened, though nobody
     * waits for that, and files of different moments are something that no crash leaves: so the copy is made anew until
     * nothing has changed meanwhile.
     */
    StoreImage copyWhileOpen(Path target) throws IOException {
        while (!isCopiedUnchanged(target)) {
            delete(target);
        }
        return new StoreImage(target);
    }

    private boolean isCopiedUnchanged(Path target) throws IOException {
        try {
            return isCopiedBy(copyTo(target));
        } catch (NoSuchFileException e) {
            // It has got another name since it was listed.
            return false;
        }
    }

    private boolean isCopiedBy(StoreImage copy) throws IOException {
        List<Path> now = content();
        if (now.size() != copy.content().size()) {
            return false;
        }
        for (Path path : now) {
            Path copied = copy.directory.resolve(directory.relativize(path).toString());
            if (!Files.exists(copied) || Files.isRegularFile(path) && Files.mismatch(path, copied) >= 0) {
                return false;
            }
        }
        return true;
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !path.endsWith("escrowmq.lock")).toList();
        }
    }

    Path directory() {
        return directory;
    }

    /** The file of the journal that has the messages. */
    Path journalFile() {
        return directory.resolve("journal/activemq-data-1.amq");
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** What a file is called in error messages. */
    static String relative(StoreImage store, Path file) {
        return store.directory.relativize(file).toString();
    }

    Path onlyFileIn(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.findFirst().orElseThrow();
        }
    }

    /** Where a text is in the file of the journal. */
    int offsetOf(String text) throws IOException {
        byte[] content = Files.readAllBytes(journalFile());
        byte[] wanted = text.getBytes(StandardCharsets.UTF_16LE);
        for (int i = 0; i < content.length - wanted.length; i++) {
            if (matches(content, i, wanted)) {
                return i;
            }
        }
        throw new AssertionError(text + " is not in the journal");
    }

    /** Where the record with a text in it begins: at its marker, which the file's identifier follows. */
    int startOfRecord(String text) throws IOException {
        byte[] content = Files.readAllBytes(journalFile());
        for (int i = offsetOf(text); i > 0; i--) {
            boolean add = content[i] == ADD || content[i] == ADD_IN_TRANSACTION;
            if (add && content[i + 1] == 0 && content[i + 2] == 0 && content[i + 3] == 0 && content[i + 4] == 1) {
                return i;
            }
        }
        throw new AssertionError("No record begins before " + text);
    }

    /** Where the unused space of the file of the journal begins, which is zeros in a new store. */
    int endOfRecords() throws IOException {
        byte[] content = Files.readAllBytes(journalFile());
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static boolean matches(byte[] content, int offset, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (content[offset + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int value = bytes.read();
            bytes.seek(offset);
            bytes.write(value ^ 0x10);
        }
    }

    static void overwrite(Path file, long offset, byte[] content) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            bytes.write(content);
        }
    }

    static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Takes everything from a queue. */
    static List<String> drain(EscrowBroker broker, String name) {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = broker.connectionFactory().createContext()) {
            Queue queue = context.createQueue(name);
            JMSConsumer consumer = context.createConsumer(queue);
            String text = consumer.receiveBody(String.class, RECEIVE_MILLIS);
            while (text != null || !isEmpty(context, queue)) {
                texts.add(text == null ? consumer.receiveBody(String.class, LONG_MILLIS) : text);
                text = consumer.receiveBody(String.class, RECEIVE_MILLIS);
            }
        }
        return texts;
    }

    private static boolean isEmpty(JMSContext context, Queue queue) {
        try (QueueBrowser browser = context.createBrowser(queue)) {
            return !browser.getEnumeration().hasMoreElements();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
