package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** How a bytes message is written and read. */
@Section("3.11")
class BytesReadingTest extends ConformanceTest {

    private BytesMessage received(int... bytes) throws JMSException {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        for (int next : bytes) {
            message.writeByte((byte) next);
        }
        return through(session, message);
    }

    @Test
    void newBytesAreWriteOnly() throws JMSException {
        BytesMessage message = session().createBytesMessage();
        message.writeInt(1);
        assertNotReadable(message);
    }

    private static void assertNotReadable(BytesMessage message) {
        for (ValueType type : ValueType.values()) {
            assertThatExceptionOfType(MessageNotReadableException.class).as("%s", type)
                    .isThrownBy(() -> BodyValues.read(message, type));
        }
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readUnsignedByte);
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readUnsignedShort);
        assertThatExceptionOfType(MessageNotReadableException.class)
                .isThrownBy(() -> message.readBytes(new byte[1], 1));
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::getBodyLength);
    }

    @Test
    void resetMakesBytesReadOnlyAndGoesToTheirStart() throws JMSException {
        BytesMessage message = session().createBytesMessage();
        message.writeInt(1);
        message.reset();
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> message.writeInt(3));
        assertThat(message.readInt()).isEqualTo(1);
        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
        assertThat(message.getBodyLength()).isEqualTo(4);
    }

    @Test
    void clearingTheBodyMakesBytesWriteOnly() throws JMSException {
        BytesMessage message = received(1, 2);
        message.clearBody();
        assertNotReadable(message);
        message.writeInt(1);
        message.reset();
        assertThat(message.getBodyLength()).isEqualTo(4);
    }

    @Test
    @KnownDifference("writes true as -1; the Javadoc of writeBoolean says 1")
    void bytesOfEachTypeAreThoseOfADataOutputStream() throws JMSException, IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(expected);
        data.writeBoolean(true);
        data.writeByte(-2);
        data.writeShort(-300);
        data.writeChar('ü');
        data.writeInt(70_000);
        data.writeLong(Long.MIN_VALUE + 1);
        data.writeFloat(1.5f);
        data.writeDouble(-2.5);
        data.writeUTF("ü\0€\uD83D\uDE00");
        data.write(new byte[] {1, 2, 3});
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeBoolean(true);
        message.writeByte((byte) -2);
        message.writeShort((short) -300);
        message.writeChar('ü');
        message.writeInt(70_000);
        message.writeLong(Long.MIN_VALUE + 1);
        message.writeFloat(1.5f);
        message.writeDouble(-2.5);
        message.writeUTF("ü\0€\uD83D\uDE00");
        message.writeBytes(new byte[] {1, 2, 3});
        assertThat(through(session, message).getBody(byte[].class)).isEqualTo(expected.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(names = "BYTES", mode = Mode.EXCLUDE)
    void valueOfEachTypeIsReadAsItWasWritten(ValueType type) throws JMSException {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        BodyValues.write(message, type, type.sample());
        BytesMessage received = through(session, message);
        assertThat(BodyValues.read(received, type)).isEqualTo(type.sample());
        assertThat(received.readBytes(new byte[1])).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void valueWrittenAsAnObjectIsTheSameAsOfItsType(ValueType type) throws JMSException {
        Session session = session();
        BytesMessage typed = session.createBytesMessage();
        BodyValues.write(typed, type, type.sample());
        BytesMessage object = session.createBytesMessage();
        object.writeObject(type.sample());
        assertThat(through(session, object).getBody(byte[].class)).isEqualTo(
                through(session, typed).getBody(byte[].class));
    }

    @Test
    void unsignedNumbersAreReadAsSuch() throws JMSException {
        BytesMessage message = received(0xFF, 0xFF, 0xFE);
        assertThat(message.readUnsignedByte()).isEqualTo(0xFF);
        assertThat(message.readUnsignedShort()).isEqualTo(0xFFFE);
    }

    @Test
    void bodyLengthIsTheWholeOneWhereverThePointerIs() throws JMSException {
        BytesMessage message = received(1, 2, 3);
        assertThat(message.getBodyLength()).isEqualTo(3);
        message.readByte();
        assertThat(message.getBodyLength()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = "BYTES", mode = Mode.EXCLUDE)
    void readingPastTheEndIsAnEndOfFile(ValueType type) throws JMSException {
        BytesMessage message = received(1);
        message.readByte();
        assertThatExceptionOfType(MessageEOFException.class).isThrownBy(() -> BodyValues.read(message, type));
    }

    @Test
    void readingAnUnsignedNumberPastTheEndIsAnEndOfFile() throws JMSException {
        BytesMessage message = received(1);
        assertThatExceptionOfType(MessageEOFException.class).isThrownBy(message::readUnsignedShort);
        message.reset();
        message.readByte();
        assertThatExceptionOfType(MessageEOFException.class).isThrownBy(message::readUnsignedByte);
    }

    @Test
    void arrayIsFilledUntilTheEndAndThenMinusOne() throws JMSException {
        BytesMessage message = received(1, 2, 3);
        byte[] buffer = new byte[2];
        assertThat(message.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(1, 2);
        assertThat(message.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer[0]).isEqualTo((byte) 3);
        assertThat(message.readBytes(buffer)).isEqualTo(-1);
    }

    @Test
    void partOfAnArrayIsFilled() throws JMSException {
        BytesMessage message = received(1, 2, 3);
        byte[] buffer = new byte[3];
        assertThat(message.readBytes(buffer, 2)).isEqualTo(2);
        assertThat(buffer).containsExactly(1, 2, 0);
        assertThat(message.readBytes(buffer, 3)).isEqualTo(1);
        assertThat(message.readBytes(buffer, 3)).isEqualTo(-1);
    }

    @Test
    void lengthBeyondTheArrayReadsNothing() throws JMSException {
        BytesMessage message = received(1, 2, 3);
        assertThatThrownBy(() -> message.readBytes(new byte[2], 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(message.readByte()).isEqualTo((byte) 1);
    }

    @Test
    @KnownDifference("throws an IllegalArgumentException; Javadoc of readBytes says IndexOutOfBoundsException")
    void negativeLengthReadsNothing() throws JMSException {
        BytesMessage message = received(1, 2, 3);
        assertThatThrownBy(() -> message.readBytes(new byte[2], -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(message.readByte()).isEqualTo((byte) 1);
    }

    @Test
    void partOfAnArrayIsWritten() throws JMSException {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3, 4}, 1, 2);
        assertThat(through(session, message).getBody(byte[].class)).containsExactly(2, 3);
    }

    @Test
    void sentBytesCanBeReadAfterReset() throws JMSException {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeInt(1);
        through(session, message);
        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000, 1_000_000})
    void bytesAreOfAnyLength(int length) throws JMSException {
        Session session = session();
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (i * 31);
        }
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        Queue queue = queue(session);
        session.createProducer(queue).send(message);
        BytesMessage received = (BytesMessage) arrived(session.createConsumer(queue));
        assertThat(received.getBodyLength()).isEqualTo(length);
        byte[] read = new byte[length];
        assertThat(received.readBytes(read)).isEqualTo(length);
        assertThat(read).isEqualTo(body);
    }
}
