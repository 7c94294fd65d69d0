package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesMessageTest {

    private final EscrowBytesMessage message = (EscrowBytesMessage) EscrowMessage.create(MessageKind.BYTES);

    @FunctionalInterface
    private interface Read {
        Object from(BytesMessage message) throws JMSException;
    }

    @FunctionalInterface
    private interface Write {
        void to(BytesMessage message) throws JMSException;
    }

    static List<Read> readsToTheEnd() {
        return List.of(BytesMessage::readBoolean, BytesMessage::readByte, BytesMessage::readUnsignedByte,
                BytesMessage::readShort, BytesMessage::readUnsignedShort, BytesMessage::readChar,
                BytesMessage::readInt, BytesMessage::readLong, BytesMessage::readFloat, BytesMessage::readDouble,
                BytesMessage::readUTF);
    }

    static List<Read> readsOfSeveralBytes() {
        return readsToTheEnd().subList(3, readsToTheEnd().size());
    }

    static List<Read> reads() {
        List<Read> reads = new ArrayList<>(readsToTheEnd());
        reads.add(BytesMessage::getBodyLength);
        reads.add(message -> message.readBytes(new byte[1]));
        reads.add(message -> message.readBytes(new byte[1], 1));
        return reads;
    }

    static List<Write> writes() {
        return List.of(message -> message.writeBoolean(true), message -> message.writeByte((byte) 1),
                message -> message.writeShort((short) 1), message -> message.writeChar('c'),
                message -> message.writeInt(1), message -> message.writeLong(1), message -> message.writeFloat(1),
                message -> message.writeDouble(1), message -> message.writeUTF("s"),
                message -> message.writeBytes(new byte[1]), message -> message.writeBytes(new byte[1], 0, 1),
                message -> message.writeObject(1));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws JMSException {
        message.writeBoolean(true);
        message.writeBoolean(false);
        message.writeByte((byte) -1);
        message.writeByte((byte) -1);
        message.writeShort(Short.MIN_VALUE);
        message.writeShort((short) -2);
        message.writeChar('\uFFFE');
        message.writeInt(Integer.MIN_VALUE);
        message.writeLong(Long.MAX_VALUE);
        message.writeFloat(Float.MIN_VALUE);
        message.writeDouble(-0.0);
        message.writeUTF("größe \u0000 名前 \uD83D\uDE00 \uD800");
        message.writeBytes(new byte[] {1, 2, 3});
        message.reset();
        assertThat(message.readBoolean()).isTrue();
        assertThat(message.readBoolean()).isFalse();
        assertThat(message.readByte()).isEqualTo((byte) -1);
        assertThat(message.readUnsignedByte()).isEqualTo(255);
        assertThat(message.readShort()).isEqualTo(Short.MIN_VALUE);
        assertThat(message.readUnsignedShort()).isEqualTo(65_534);
        assertThat(message.readChar()).isEqualTo('\uFFFE');
        assertThat(message.readInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(message.readLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(message.readFloat()).isEqualTo(Float.MIN_VALUE);
        assertThat(message.readDouble()).isEqualTo(-0.0);
        assertThat(message.readUTF()).isEqualTo("größe \u0000 名前 \uD83D\uDE00 \uD800");
        byte[] rest = new byte[3];
        assertThat(message.readBytes(rest)).isEqualTo(3);
        assertThat(rest).containsExactly(1, 2, 3);
        assertThat(message.readBytes(rest)).isEqualTo(-1);
    }

    @Test
    void theBytesAreThoseThatDataOutputWrites() throws JMSException, IOException {
        message.writeBoolean(true);
        message.writeShort((short) 258);
        message.writeChar('z');
        message.writeInt(-5);
        message.writeLong(1L << 40);
        message.writeFloat(1.5f);
        message.writeDouble(2.5);
        message.writeUTF("ä\u0000");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(expected);
        out.writeBoolean(true);
        out.writeShort(258);
        out.writeChar('z');
        out.writeInt(-5);
        out.writeLong(1L << 40);
        out.writeFloat(1.5f);
        out.writeDouble(2.5);
        out.writeUTF("ä\u0000");
        assertThat(message.content()).isEqualTo(ByteBuffer.wrap(expected.toByteArray()));
    }

    @Test
    void anObjectIsWrittenLikeTheMethodOfItsTypeWrites() throws JMSException {
        EscrowBytesMessage byMethod = (EscrowBytesMessage) EscrowMessage.create(MessageKind.BYTES);
        byMethod.writeBoolean(true);
        byMethod.writeByte((byte) 1);
        byMethod.writeShort((short) 2);
        byMethod.writeChar('c');
        byMethod.writeInt(3);
        byMethod.writeLong(4);
        byMethod.writeFloat(5);
        byMethod.writeDouble(6);
        byMethod.writeUTF("s");
        byMethod.writeBytes(new byte[] {7, 8});
        for (Object value : List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6.0, "s", new byte[] {7, 8})) {
            message.writeObject(value);
        }
        assertThat(message.content()).isEqualTo(byMethod.content());
    }

    @Test
    void anObjectOfAnotherClassIsRefused() {
        for (Object value : List.of(new Object(), List.of(), new int[1], new StringBuilder())) {
            assertThatThrownBy(() -> message.writeObject(value)).isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining(value.getClass().getName());
        }
        assertThat(message.hasBody()).isFalse();
    }

    @Test
    void nullCannotBeWritten() {
        assertThatThrownBy(() -> message.writeObject(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeBytes(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeBytes(null, 0, 0)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeUTF(null)).isInstanceOf(NullPointerException.class);
        assertThat(message.hasBody()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void bytesCannotBeReadBeforeTheyAreReset(Read read) throws JMSException {
        message.writeLong(1);
        assertThatThrownBy(() -> read.from(message)).isInstanceOf(MessageNotReadableException.class)
                .hasMessageContaining("reset");
    }

    @ParameterizedTest
    @MethodSource("writes")
    void bytesCannotBeWrittenAfterTheyAreResetUntilCleared(Write write) throws JMSException {
        message.writeInt(7);
        message.reset();
        assertThatThrownBy(() -> write.to(message)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(message.getBodyLength()).isEqualTo(4);
        message.clearBody();
        write.to(message);
        message.reset();
        assertThat(message.getBodyLength()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void receivedBytesAreReadOnlyUntilCleared(Write write) throws JMSException {
        byte[] source = {1, 2};
        EscrowBytesMessage received = (EscrowBytesMessage) Samples.received(MessageKind.BYTES, ByteBuffer.wrap(source));
        assertThatThrownBy(() -> write.to(received)).isInstanceOf(MessageNotWriteableException.class);
        received.clearBody();
        assertThatThrownBy(received::readByte).isInstanceOf(MessageNotReadableException.class);
        write.to(received);
        assertThat(source).as("the engine's memory").containsExactly(1, 2);
    }

    @ParameterizedTest
    @MethodSource("readsToTheEnd")
    void readingBeyondTheEndGivesMessageEofException(Read read) throws JMSException {
        message.reset();
        assertThatThrownBy(() -> read.from(message)).isInstanceOf(MessageEOFException.class);
    }

    @ParameterizedTest
    @MethodSource("readsOfSeveralBytes")
    void aReadThatNeedsMoreThanThereIsReadsNothing(Read read) throws JMSException {
        message.writeByte((byte) 5);
        message.reset();
        assertThatThrownBy(() -> read.from(message)).isInstanceOf(MessageEOFException.class);
        assertThat(message.readByte()).isEqualTo((byte) 5);
    }

    @Test
    void aStringThatIsCutOffIsNotRead() throws JMSException {
        message.writeShort((short) 10);
        message.writeByte((byte) 'a');
        message.reset();
        assertThatThrownBy(message::readUTF).isInstanceOf(MessageEOFException.class);
        assertThat(message.readShort()).isEqualTo((short) 10);
    }

    @Test
    void bytesThatAreNoStringAreNotReadAsOne() throws JMSException {
        message.writeShort((short) 1);
        message.writeByte((byte) 0xFF);
        message.reset();
        assertThatThrownBy(message::readUTF).isInstanceOf(MessageFormatException.class).hasCauseInstanceOf(
                IOException.class);
        assertThat(message.readShort()).isEqualTo((short) 1);
        assertThat(message.readUnsignedByte()).isEqualTo(255);
    }

    @Test
    void aStringThatIsTooLongForWriteUtfIsRefused() throws JMSException {
        assertThatThrownBy(() -> message.writeUTF("x".repeat(65_536))).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("65536").hasMessageContaining("65535");
        message.writeUTF("x".repeat(65_535));
        message.reset();
        assertThat(message.readUTF()).hasSize(65_535);
    }

    @Test
    void bytesAreReadInChunks() throws JMSException {
        message.writeBytes(new byte[] {0, 1, 2, 3, 4, 5, 6}, 1, 6);
        message.reset();
        byte[] buffer = new byte[4];
        assertThat(message.readBytes(buffer)).isEqualTo(4);
        assertThat(buffer).containsExactly(1, 2, 3, 4);
        assertThat(message.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(5, 6, 3, 4);
        assertThat(message.readBytes(buffer)).isEqualTo(-1);
        assertThat(message.readBytes(new byte[0])).isEqualTo(-1);
        assertThat(message.getBodyLength()).as("wherever the reading is").isEqualTo(6);
        message.reset();
        assertThat(message.readBytes(buffer, 1)).isEqualTo(1);
        assertThat(message.readBytes(buffer, 0)).isZero();
        assertThat(message.readByte()).isEqualTo((byte) 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5})
    void aLengthThatTheBufferDoesNotHaveReadsNothing(int length) throws JMSException {
        message.writeInt(1);
        message.reset();
        assertThatThrownBy(() -> message.readBytes(new byte[4], length)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void aPartThatTheArrayDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> message.writeBytes(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(message.hasBody()).isFalse();
    }

    @Test
    void aLargeBodyIsWrittenInSmallPieces() throws JMSException {
        for (int i = 0; i < 300_000; i++) {
            message.writeInt(i);
        }
        message.reset();
        assertThat(message.getBodyLength()).isEqualTo(1_200_000);
        for (int i = 0; i < 300_000; i++) {
            if (message.readInt() != i) {
                assertThat(i).as("the number at its place").isNull();
            }
        }
    }

    @Test
    void theContentIsReadOnlyAndWhatIsWrittenLaterIsNotInIt() throws JMSException {
        message.writeInt(1);
        ByteBuffer content = (ByteBuffer) message.content();
        message.writeInt(2);
        assertThat(content.isReadOnly()).isTrue();
        assertThat(content.remaining()).isEqualTo(4);
        message.clearBody();
        message.writeInt(9);
        assertThat(content.getInt()).as("what was sent").isEqualTo(1);
    }

    @Test
    void theContentIsAllOfItWhereverTheReadingIs() throws JMSException {
        message.writeInt(1);
        message.writeInt(2);
        message.reset();
        message.readInt();
        assertThat(((ByteBuffer) message.content()).remaining()).isEqualTo(8);
        ((ByteBuffer) message.content()).getInt();
        assertThat(message.readInt()).isEqualTo(2);
    }

    @Test
    void receivedBytesAreWhatRemainsInTheBufferHighByteFirst() throws JMSException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN).put(3, (byte) 1).position(2);
        buffer.limit(6);
        EscrowBytesMessage received = (EscrowBytesMessage) Samples.received(MessageKind.BYTES, buffer);
        assertThat(received.getBodyLength()).isEqualTo(4);
        assertThat(received.readInt()).isEqualTo(0x00010000);
        assertThat(buffer.position()).as("the buffer's own").isEqualTo(2);
    }

    @Test
    void aMessageCanBeResetAgainAndAgain() throws JMSException {
        message.writeInt(1);
        for (int i = 0; i < 3; i++) {
            message.reset();
            assertThat(message.readInt()).isEqualTo(1);
        }
    }
}
