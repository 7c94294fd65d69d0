package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ResourceAllocationException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Random;
import org.escrowmq.fake.FakeBodies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A BytesMessage whose body is too large for memory behaves like any other. */
class StoredBytesTest {

    private static final int LIMIT = 1000;
    private static final int WINDOW = BytesBody.WINDOW;

    private final FakeBodies bodies = new FakeBodies(LIMIT);
    private final EscrowBytesMessage message = (EscrowBytesMessage) EscrowMessage.create(MessageKind.BYTES, bodies);

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static StoredBody noBody(long length) {
        return new StoredBody() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void append(ByteBuffer bytes) {
                throw new AssertionError("Not to be written");
            }

            @Override
            public int read(long position, ByteBuffer into) {
                int count = (int) Math.min(into.remaining(), length - position);
                for (long i = position; i < position + count; i++) {
                    into.put((byte) (i >> 24));
                }
                return count;
            }

            @Override
            public void discard() {
                throw new AssertionError("Not to be discarded");
            }
        };
    }

    private static EscrowBytesMessage received(StoredBody body) {
        return (EscrowBytesMessage) EscrowMessage.received(
                MessageKind.BYTES, new Headers(), new LinkedHashMap<>(), body, BodyStore.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, LIMIT - 1, LIMIT})
    void aBodyUpToTheLimitStaysInMemory(int length) throws JMSException {
        message.writeBytes(bytes(length));
        assertThat(bodies.count()).isZero();
        assertThat(message.content()).isEqualTo(ByteBuffer.wrap(bytes(length)));
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, WINDOW - 1, WINDOW, WINDOW + 1, 3 * WINDOW + 17})
    void aBodyBeyondTheLimitIsStoredAndReadAsItWasWritten(int length) throws JMSException {
        message.writeBytes(bytes(length));
        assertThat(message.content()).isInstanceOf(StoredBody.class);
        assertThat(((StoredBody) message.content()).length()).isEqualTo(length);
        assertThat(message.getBody(byte[].class)).isEqualTo(bytes(length));
        assertThat(message.getBodyLength()).isEqualTo(length);
        byte[] twice = new byte[length + 5];
        message.reset();
        assertThat(message.readBytes(twice)).isEqualTo(length);
        assertThat(message.readBytes(twice)).isEqualTo(-1);
        assertThat(bodies.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, Integer.MAX_VALUE})
    void valuesOfAllTypesAreReadWhereverTheWindowEnds(int readLimit) throws JMSException, IOException {
        bodies.readAtMost(readLimit);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(expected);
        int rounds = readLimit == 1 ? 40 : 3000;
        for (int i = 0; i < rounds; i++) {
            String text = "ü".repeat(i % 97);
            message.writeByte((byte) i);
            message.writeLong(i * 1_000_003L);
            message.writeUTF(text);
            message.writeDouble(i / 3.0);
            message.writeBytes(bytes(i % 700));
            message.writeChar((char) i);
            out.writeByte(i);
            out.writeLong(i * 1_000_003L);
            out.writeUTF(text);
            out.writeDouble(i / 3.0);
            out.write(bytes(i % 700));
            out.writeChar(i);
        }
        message.reset();
        for (int i = 0; i < rounds; i++) {
            assertThat(message.readByte()).isEqualTo((byte) i);
            assertThat(message.readLong()).isEqualTo(i * 1_000_003L);
            assertThat(message.readUTF()).isEqualTo("ü".repeat(i % 97));
            assertThat(message.readDouble()).isEqualTo(i / 3.0);
            byte[] some = new byte[i % 700];
            assertThat(message.readBytes(some)).isEqualTo(some.length);
            assertThat(some).isEqualTo(bytes(i % 700));
            assertThat(message.readChar()).isEqualTo((char) i);
        }
        assertThatThrownBy(message::readByte).isInstanceOf(MessageEOFException.class);
        assertThat(message.getBody(byte[].class)).isEqualTo(expected.toByteArray());
    }

    @Test
    void theLongestStringThatWriteUtfTakesIsRead() throws JMSException {
        String longest = "x".repeat(65_535);
        for (int i = 0; i < 9; i++) {
            message.writeUTF(longest);
        }
        message.reset();
        for (int i = 0; i < 9; i++) {
            assertThat(message.readUTF()).isEqualTo(longest);
        }
    }

    @Test
    void whatIsWrittenAfterTheContentWasTakenIsAppended() throws JMSException {
        message.writeBytes(bytes(LIMIT + 1));
        assertThat(((StoredBody) message.content()).length()).isEqualTo(LIMIT + 1);
        message.writeInt(42);
        assertThat(((StoredBody) message.content()).length()).isEqualTo(LIMIT + 5);
        message.reset();
        message.readBytes(new byte[LIMIT + 1]);
        assertThat(message.readInt()).isEqualTo(42);
    }

    @Test
    void clearBodyGivesTheStoredBodyBackAndStartsInMemory() throws JMSException {
        message.writeBytes(bytes(LIMIT + 1));
        message.clearBody();
        assertThat(bodies.count()).isZero();
        message.writeByte((byte) 1);
        assertThat(message.getBody(byte[].class)).containsExactly(1);
        message.clearBody();
        message.writeBytes(bytes(5 * LIMIT));
        assertThat(message.getBody(byte[].class)).isEqualTo(bytes(5 * LIMIT));
    }

    @Test
    void aCopyHasAStoredBodyOfItsOwn() throws JMSException {
        message.writeBytes(bytes(LIMIT + 1));
        EscrowBytesMessage copy = (EscrowBytesMessage) EscrowMessage.copyOf(message, bodies);
        copy.writeByte((byte) 1);
        message.clearBody();
        assertThat(copy.getBody(byte[].class)).startsWith(bytes(LIMIT + 1)).hasSize(LIMIT + 2);
        assertThat(bodies.count()).isEqualTo(1);
    }

    @Test
    void aWriteThatFailsLeavesTheBodyAsItWas() throws JMSException {
        message.writeBytes(bytes(LIMIT));
        bodies.fail(new ResourceAllocationException("full"));
        assertThatThrownBy(() -> message.writeByte((byte) 1)).hasMessage("full");
        assertThatThrownBy(() -> message.writeBytes(bytes(WINDOW))).hasMessage("full");
        bodies.fail(null);
        message.writeByte((byte) 7);
        assertThat(message.getBody(byte[].class)).startsWith(bytes(LIMIT)).hasSize(LIMIT + 1).endsWith((byte) 7);
    }

    @Test
    void aReadThatFailsLeavesThePositionWhereItWas() throws JMSException {
        message.writeBytes(bytes(3 * WINDOW));
        message.reset();
        message.readBytes(new byte[10]);
        bodies.fail(new ResourceAllocationException("broken"));
        assertThatThrownBy(() -> message.readBytes(new byte[2 * WINDOW])).hasMessage("broken");
        bodies.fail(null);
        byte[] rest = new byte[3 * WINDOW - 10];
        assertThat(message.readBytes(rest)).isEqualTo(rest.length);
        assertThat(ByteBuffer.wrap(rest)).isEqualTo(
                ByteBuffer.wrap(bytes(3 * WINDOW), 10, rest.length));
        assertThatThrownBy(message::readInt).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void aResetThatFailsLeavesTheMessageToBeWritten() throws JMSException {
        message.writeBytes(bytes(LIMIT + 1));
        message.writeByte((byte) 1);
        bodies.fail(new ResourceAllocationException("full"));
        assertThatThrownBy(message::reset).hasMessage("full");
        bodies.fail(null);
        message.writeByte((byte) 2);
        assertThat(message.getBody(byte[].class)).hasSize(LIMIT + 3).endsWith((byte) 1, (byte) 2);
    }

    @Test
    void aBodyThatNoArrayCanHaveHasItsLengthAndIsReadByPiecesButNotReturnedAsOne() throws JMSException {
        EscrowBytesMessage huge = received(noBody(5L << 30));
        assertThat(huge.getBodyLength()).isEqualTo(5L << 30);
        assertThat(huge.isBodyAssignableTo(byte[].class)).isFalse();
        assertThatThrownBy(() -> huge.getBody(byte[].class))
                .isInstanceOf(MessageFormatException.class).hasMessageContainingAll("5368709120", "readBytes");
        assertThat(huge.readLong()).isZero();
    }

    @Test
    void positionsBeyondAnIntAreReadRight() throws JMSException {
        EscrowBytesMessage huge = received(noBody((2L << 30) + 10));
        byte[] chunk = new byte[8 << 20];
        long sum = 0;
        for (int count = huge.readBytes(chunk); count > 0; count = huge.readBytes(chunk)) {
            sum += count;
        }
        assertThat(sum).isEqualTo((2L << 30) + 10);
        assertThat(chunk[9]).isEqualTo((byte) 0x80);
    }
}
