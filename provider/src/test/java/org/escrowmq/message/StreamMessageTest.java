package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamMessageTest {

    private final EscrowStreamMessage message = (EscrowStreamMessage) EscrowMessage.create(MessageKind.STREAM);

    @FunctionalInterface
    private interface Call {
        Object on(StreamMessage message) throws JMSException;
    }

    @FunctionalInterface
    private interface Write {
        void to(StreamMessage message) throws JMSException;
    }

    static List<Call> readsOfWholeFields() {
        return List.of(StreamMessage::readBoolean, StreamMessage::readByte, StreamMessage::readShort,
                StreamMessage::readChar, StreamMessage::readInt, StreamMessage::readLong, StreamMessage::readFloat,
                StreamMessage::readDouble, StreamMessage::readString, StreamMessage::readObject);
    }

    static List<Call> reads() {
        List<Call> reads = new ArrayList<>(readsOfWholeFields());
        reads.add(message -> message.readBytes(new byte[1]));
        return reads;
    }

    static List<Write> writes() {
        return List.of(message -> message.writeBoolean(true), message -> message.writeByte((byte) 1),
                message -> message.writeShort((short) 1), message -> message.writeChar('c'),
                message -> message.writeInt(1), message -> message.writeLong(1), message -> message.writeFloat(1),
                message -> message.writeDouble(1), message -> message.writeString("s"),
                message -> message.writeBytes(new byte[1]), message -> message.writeBytes(new byte[1], 0, 1),
                message -> message.writeObject(1));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aStreamCannotBeReadBeforeItIsReset(Call read) throws JMSException {
        message.writeInt(1);
        assertThatThrownBy(() -> read.on(message)).isInstanceOf(MessageNotReadableException.class)
                .hasMessageContaining("reset");
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aStreamCannotBeWrittenAfterItIsResetUntilCleared(Write write) throws JMSException {
        message.writeInt(7);
        message.reset();
        assertThatThrownBy(() -> write.to(message)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(message.readInt()).isEqualTo(7);
        message.clearBody();
        write.to(message);
        message.reset();
        message.readObject();
        assertThatThrownBy(message::readObject).isInstanceOf(MessageEOFException.class);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aReceivedStreamIsReadOnly(Write write) throws JMSException {
        EscrowStreamMessage received = (EscrowStreamMessage) Samples.received(MessageKind.STREAM, List.of("a"));
        assertThatThrownBy(() -> write.to(received)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.readString()).isEqualTo("a");
    }

    @ParameterizedTest
    @MethodSource("reads")
    void readingBeyondTheEndGivesMessageEofException(Call read) throws JMSException {
        message.writeInt(1);
        message.reset();
        message.readInt();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> read.on(message)).isInstanceOf(MessageEOFException.class);
        }
        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void clearBodyMakesItWriteOnlyAndEmpty() throws JMSException {
        EscrowStreamMessage received = (EscrowStreamMessage) Samples.received(MessageKind.STREAM, List.of("a", "b"));
        received.readString();
        received.clearBody();
        assertThatThrownBy(received::readString).isInstanceOf(MessageNotReadableException.class);
        assertThat((List<?>) received.content()).isEmpty();
        received.writeString("c");
        received.reset();
        assertThat(received.readString()).isEqualTo("c");
    }

    @Test
    void fieldsAreReadInTheOrderInWhichTheyWereWritten() throws JMSException {
        message.writeObject("a");
        message.writeObject(null);
        message.writeChar('c');
        message.writeBytes(new byte[] {0, 1, 2, 3}, 1, 2);
        message.reset();
        assertThat(message.readObject()).isEqualTo("a");
        assertThat(message.readObject()).isNull();
        assertThat(message.readObject()).isEqualTo('c');
        assertThat(message.readObject()).isEqualTo(new byte[] {1, 2});
        assertThat((List<?>) message.content()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9, 10})
    void bytesAreReadInChunksUntilOneIsShort(int size) throws JMSException {
        byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        message.writeBytes(bytes);
        message.writeString("next");
        message.reset();
        byte[] buffer = new byte[size];
        byte[] read = {};
        int count = message.readBytes(buffer);
        while (count == size) {
            read = concat(read, buffer, count);
            count = message.readBytes(buffer);
        }
        assertThat(count).isEqualTo(bytes.length % size == 0 ? -1 : bytes.length % size);
        assertThat(concat(read, buffer, Math.max(count, 0))).isEqualTo(bytes);
        assertThat(message.readString()).isEqualTo("next");
    }

    private static byte[] concat(byte[] head, byte[] tail, int count) {
        byte[] both = Arrays.copyOf(head, head.length + count);
        System.arraycopy(tail, 0, both, head.length, count);
        return both;
    }

    @ParameterizedTest
    @MethodSource("readsOfWholeFields")
    void noOtherReadIsAllowedBeforeTheBytesAreReadToTheirEnd(Call read) throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3, 4});
        message.writeString("1");
        message.reset();
        byte[] buffer = new byte[2];
        for (int i = 0; i < 2; i++) {
            assertThat(message.readBytes(buffer)).isEqualTo(2);
            assertThatThrownBy(() -> read.on(message)).isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining("partly read");
        }
        assertThat(message.readBytes(buffer)).isEqualTo(-1);
        assertThat(message.readString()).isEqualTo("1");
    }

    @Test
    void aResetInTheMiddleOfBytesStartsThemAgain() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3});
        message.reset();
        message.readBytes(new byte[1]);
        message.reset();
        assertThat(message.readObject()).isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void emptyBytesAreReadAsZeroOnce() throws JMSException {
        message.writeBytes(new byte[0]);
        message.writeInt(1);
        message.reset();
        assertThat(message.readBytes(new byte[4])).isZero();
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void aBufferOfNoLengthIsFilledAndSoNeedsAnotherCall() throws JMSException {
        message.writeBytes(new byte[0]);
        message.writeBytes(new byte[] {5});
        message.writeInt(1);
        message.reset();
        assertThat(message.readBytes(new byte[0])).isZero();
        assertThat(message.readBytes(new byte[0])).isEqualTo(-1);
        assertThat(message.readBytes(new byte[0])).isZero();
        assertThat(message.readBytes(new byte[0])).isZero();
        byte[] buffer = new byte[1];
        assertThat(message.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer).containsExactly(5);
        assertThat(message.readBytes(new byte[0])).isEqualTo(-1);
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void nullBytesAreReadAsMinusOne() throws JMSException {
        message.writeBytes(null);
        message.writeString(null);
        message.writeInt(1);
        message.reset();
        assertThat(message.readBytes(new byte[4])).isEqualTo(-1);
        assertThat(message.readBytes(new byte[4])).isEqualTo(-1);
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void consecutiveBytesAreFieldsOfTheirOwn() throws JMSException {
        message.writeBytes(new byte[] {1, 2});
        message.writeBytes(new byte[] {3});
        message.reset();
        byte[] buffer = new byte[8];
        assertThat(message.readBytes(buffer)).isEqualTo(2);
        assertThat(message.readBytes(buffer)).isEqualTo(1);
        assertThat(buffer[0]).isEqualTo((byte) 3);
        assertThatThrownBy(() -> message.readBytes(buffer)).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void bytesAreCopiedInAndOut() throws JMSException {
        byte[] bytes = {1, 2};
        message.writeBytes(bytes);
        message.writeObject(bytes);
        bytes[0] = 9;
        message.reset();
        ((byte[]) message.readObject())[1] = 9;
        message.reset();
        assertThat(message.readObject()).isEqualTo(new byte[] {1, 2});
        assertThat(message.readObject()).isEqualTo(new byte[] {1, 2});
    }

    @Test
    void aPartThatTheArrayDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> message.writeBytes(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat((List<?>) message.content()).isEmpty();
    }
}
