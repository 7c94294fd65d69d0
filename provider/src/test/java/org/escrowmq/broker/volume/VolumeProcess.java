package org.escrowmq.broker.volume;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32C;
import org.escrowmq.EscrowBroker;

/**
 * The process with the small heap. Its arguments are what to do, the broker's directory and how much of it. It prints
 * figures and ends with an exception if anything is not as it was sent.
 */
final class VolumeProcess {

    private static final int CHUNK = 64 * 1024;
    private static final int BATCH = 1000;
    private static final int KIBIBYTE = 1024;
    private static final long PATIENCE_MILLIS = 30_000;

    private final Session session;
    private final Queue queue;

    private VolumeProcess(Session session) throws JMSException {
        this.session = session;
        this.queue = session.createQueue("volume");
    }

    public static void main(String[] arguments) throws JMSException {
        long amount = Long.parseLong(arguments[2]);
        try (EscrowBroker broker = EscrowBroker.open(Path.of(arguments[1]));
                Connection connection = broker.connectionFactory().createConnection()) {
            connection.start();
            switch (arguments[0]) {
                case "body" -> new VolumeProcess(connection.createSession()).body(amount << 20);
                case "fillAndHalt" -> {
                    transacted(connection).fill(0, amount);
                    transacted(connection).drain(0, amount / 2);
                    Runtime.getRuntime().halt(0);
                }
                case "drainRest" -> transacted(connection).drain(amount / 2, amount);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private static VolumeProcess transacted(Connection connection) throws JMSException {
        return new VolumeProcess(connection.createSession(true, Session.SESSION_TRANSACTED));
    }

    /** One message with so many bytes, written and read by pieces. */
    private void body(long bytes) throws JMSException {
        Random random = new Random(bytes);
        byte[] chunk = new byte[CHUNK];
        CRC32C written = new CRC32C();
        long start = System.nanoTime();
        BytesMessage message = session.createBytesMessage();
        for (long left = bytes; left > 0; left -= CHUNK) {
            random.nextBytes(chunk);
            written.update(chunk);
            message.writeBytes(chunk);
        }
        report("written", start);
        start = System.nanoTime();
        session.createProducer(queue).send(message);
        report("sent", start);
        start = System.nanoTime();
        BytesMessage received = (BytesMessage) session.createConsumer(queue).receive(PATIENCE_MILLIS);
        require(received.getBodyLength() == bytes, "the body has " + received.getBodyLength() + " bytes");
        CRC32C read = new CRC32C();
        for (int count = received.readBytes(chunk); count > 0; count = received.readBytes(chunk)) {
            read.update(chunk, 0, count);
        }
        require(read.getValue() == written.getValue(), "the body is another one");
        report("received and read", start);
    }

    private void fill(long from, long to) throws JMSException {
        long start = System.nanoTime();
        MessageProducer producer = session.createProducer(queue);
        byte[] body = new byte[KIBIBYTE];
        for (long number = from; number < to; number++) {
            BytesMessage message = session.createBytesMessage();
            message.setLongProperty("number", number);
            message.writeBytes(body);
            producer.send(message);
            commitBatch(number);
        }
        session.commit();
        report((to - from) + " messages sent", start);
    }

    private void drain(long from, long to) throws JMSException {
        long start = System.nanoTime();
        MessageConsumer consumer = session.createConsumer(queue);
        for (long number = from; number < to; number++) {
            Message message = consumer.receive(PATIENCE_MILLIS);
            require(message != null, "nothing comes after message " + (number - 1));
            require(message.getLongProperty("number") == number,
                    message.getLongProperty("number") + " comes in place of message " + number);
            commitBatch(number);
        }
        session.commit();
        report((to - from) + " messages received", start);
    }

    private void commitBatch(long number) throws JMSException {
        if (number % BATCH == BATCH - 1) {
            session.commit();
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void report(String what, long start) {
        Runtime runtime = Runtime.getRuntime();
        System.out.printf("volume: %s in %.1f s, %d MiB of %d MiB in use%n", what,
                (System.nanoTime() - start) / 1e9, runtime.totalMemory() - runtime.freeMemory() >> 20,
                runtime.maxMemory() >> 20);
    }
}
