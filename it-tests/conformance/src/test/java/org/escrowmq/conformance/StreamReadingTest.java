package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The read pointer and the two modes of a stream message; byte arrays in it. */
@Section("3.11")
class StreamReadingTest extends ConformanceTest {

    private StreamMessage received(byte[]... fields) throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        for (byte[] field : fields) {
            message.writeBytes(field);
        }
        return through(session, message);
    }

    @Test
    void newStreamIsWriteOnly() throws JMSException {
        StreamMessage message = session().createStreamMessage();
        assertNotReadable(message);
        message.writeInt(1);
        assertNotReadable(message);
    }

    private static void assertNotReadable(StreamMessage message) {
        for (ValueType type : ValueType.values()) {
            assertThatExceptionOfType(MessageNotReadableException.class).as("%s", type)
                    .isThrownBy(() -> BodyValues.read(message, type));
        }
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readObject);
    }

    @Test
    void resetMakesAStreamReadOnlyAndGoesToItsStart() throws JMSException {
        StreamMessage message = session().createStreamMessage();
        message.writeInt(1);
        message.writeInt(2);
        message.reset();
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> message.writeInt(3));
        assertThat(message.readInt()).isEqualTo(1);
        assertThat(message.readInt()).isEqualTo(2);
        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void clearingTheBodyMakesAStreamWriteOnly() throws JMSException {
        StreamMessage message = received(new byte[1]);
        message.clearBody();
        assertNotReadable(message);
    }

    @ParameterizedTest
    @EnumSource
    void readingPastTheEndIsAnEndOfFile(ValueType type) throws JMSException {
        StreamMessage message = received();
        assertThatExceptionOfType(MessageEOFException.class).isThrownBy(() -> BodyValues.read(message, type));
    }

    @Test
    void readingAnObjectPastTheEndIsAnEndOfFile() throws JMSException {
        StreamMessage message = received(new byte[1]);
        message.readObject();
        assertThatExceptionOfType(MessageEOFException.class).isThrownBy(message::readObject);
    }

    @Test
    void sentStreamCanBeWrittenOn() throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeInt(1);
        assertThat(through(session, message).readInt()).isEqualTo(1);
        message.clearBody();
        message.writeInt(2);
        assertThat(through(session, message).readInt()).isEqualTo(2);
    }

    @Test
    @KnownDifference("has -1 follow a buffer that was not filled; Javadoc of readBytes: only one that was")
    void bytesAreReadInPiecesUntilOneIsNotFilled() throws JMSException {
        StreamMessage message = received(new byte[] {1, 2, 3, 4, 5}, new byte[] {6});
        byte[] buffer = new byte[2];
        assertThat(message.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(1, 2);
        assertThat(message.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(3, 4);
        assertThat(message.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer[0]).isEqualTo((byte) 5);
        assertThat(message.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer[0]).isEqualTo((byte) 6);
    }

    @Test
    void bytesThatFillTheBufferAreFollowedByMinusOne() throws JMSException {
        StreamMessage message = received(new byte[] {1, 2}, new byte[] {3});
        byte[] buffer = new byte[2];
        assertThat(message.readBytes(buffer)).isEqualTo(2);
        assertThat(message.readBytes(buffer)).isEqualTo(-1);
        assertThat(message.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer[0]).isEqualTo((byte) 3);
    }

    @Test
    @KnownDifference("has -1 follow an empty array; Javadoc of readBytes: only a buffer that was filled")
    void emptyBytesAreZeroBytes() throws JMSException {
        StreamMessage message = received(new byte[0], new byte[] {1});
        byte[] buffer = new byte[2];
        assertThat(message.readBytes(buffer)).isZero();
        assertThat(message.readBytes(buffer)).isEqualTo(1);
    }

    @Test
    @KnownDifference("throws a NullPointerException when null is written; 3.12 allows it")
    void nullBytesAreMinusOne() throws JMSException {
        StreamMessage message = received(null, new byte[] {1});
        byte[] buffer = new byte[2];
        assertThat(message.readBytes(buffer)).isEqualTo(-1);
        assertThat(message.readBytes(buffer)).isEqualTo(1);
    }

    @Test
    @KnownDifference("reads on in the middle of a byte array; Javadoc of readBytes says MessageFormatException")
    void fieldAfterBytesThatAreNotReadToTheirEndIsAFormatError() throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        message.writeInt(4);
        StreamMessage received = through(session, message);
        byte[] buffer = new byte[2];
        assertThat(received.readBytes(buffer)).isEqualTo(2);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(received::readInt);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(received::readString);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(received::readObject);
        assertThat(received.readBytes(buffer)).isEqualTo(1);
        assertThat(received.readInt()).isEqualTo(4);
    }

    @Test
    void partOfAnArrayIsAField() throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(new byte[] {1, 2, 3, 4}, 1, 2);
        assertThat(through(session, message).readObject()).isEqualTo(new byte[] {2, 3});
    }

    @Test
    @Section("3.11.3")
    @KnownDifference("goes on to the next value; 3.11.3 says that the same one can be read as another type")
    void formatErrorDoesNotMoveTheReadPointer() throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeDouble(1.5);
        message.writeBytes(new byte[] {2});
        message.writeInt(3);
        StreamMessage received = through(session, message);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(received::readInt);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> received.readBytes(new byte[9]));
        assertThat(received.readDouble()).isEqualTo(1.5);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(received::readString);
        assertThat(received.readObject()).isEqualTo(new byte[] {2});
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(received::readBoolean);
        assertThat(received.readLong()).isEqualTo(3);
    }
}
