package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Section("8.6")
class ReceiveBodyTest extends ConformanceTest {

    private JMSContext context;
    private Queue queue;
    private JMSConsumer consumer;

    private void open(int mode) {
        context = context(mode);
        queue = context.createQueue(uniqueName("queue"));
        consumer = context.createConsumer(queue);
    }

    private void sent(Object body) {
        JMSContext sending = context();
        if (body instanceof byte[] bytes) {
            sending.createProducer().send(queue, bytes);
        } else if (body instanceof Map<?, ?>) {
            sending.createProducer().send(queue, Map.of("key", 4711));
        } else if (body instanceof String text) {
            sending.createProducer().send(queue, text);
        } else {
            sending.createProducer().send(queue, (Serializable) body);
        }
    }

    private <T> T received(Object body, Class<T> type) {
        if (context == null) {
            open(JMSContext.AUTO_ACKNOWLEDGE);
        }
        sent(body);
        return consumer.receiveBody(type, ARRIVES);
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, CharSequence.class, Serializable.class, Comparable.class, Object.class})
    void textIsReceivedAsAnythingThatAStringIs(Class<?> type) {
        assertThat((Object) received("a", type)).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(classes = {BigDecimal.class, Number.class, Serializable.class, Object.class})
    void objectIsReceivedAsAnythingThatItIs(Class<?> type) {
        assertThat((Object) received(BigDecimal.TEN, type)).isEqualTo(BigDecimal.TEN);
    }

    @ParameterizedTest
    @ValueSource(classes = {Map.class, Object.class})
    void mapIsReceivedAsAMap(Class<?> type) {
        assertThat((Object) received(Map.of(), type)).isEqualTo(Map.of("key", 4711));
    }

    @ParameterizedTest
    @ValueSource(classes = {byte[].class, Object.class})
    void bytesAreReceivedAsAnArray(Class<?> type) {
        assertThat((Object) received(new byte[] {1, 2}, type)).isEqualTo(new byte[] {1, 2});
    }

    @ParameterizedTest
    @ValueSource(classes = {Integer.class, Map.class, byte[].class})
    void textIsNotReceivedAsAnythingElse(Class<?> type) {
        assertThatThrownBy(() -> received("a", type)).isInstanceOf(MessageFormatRuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, Integer.class, Map.class})
    void objectIsNotReceivedAsAnythingElse(Class<?> type) {
        assertThatThrownBy(() -> received(BigDecimal.TEN, type)).isInstanceOf(MessageFormatRuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, byte[].class, Serializable.class})
    void mapIsNotReceivedAsAnythingElse(Class<?> type) {
        assertThatThrownBy(() -> received(Map.of(), type)).isInstanceOf(MessageFormatRuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, Map.class, int[].class})
    void bytesAreNotReceivedAsAnythingElse(Class<?> type) {
        assertThatThrownBy(() -> received(new byte[] {1}, type)).isInstanceOf(MessageFormatRuntimeException.class);
    }

    @Test
    void bodyOfAStreamMessageIsNotReceived() throws JMSException {
        open(JMSContext.AUTO_ACKNOWLEDGE);
        StreamMessage message = context.createStreamMessage();
        message.writeInt(1);
        context.createProducer().send(queue, message);
        assertThatThrownBy(() -> consumer.receiveBody(Object.class, ARRIVES))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }

    @Test
    void messageWithoutBodyIsNotReceivedAsOne() {
        open(JMSContext.AUTO_ACKNOWLEDGE);
        context.createProducer().send(queue, context.createMessage());
        assertThatThrownBy(() -> consumer.receiveBody(Object.class, ARRIVES))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }

    @Test
    void receiveBodyBlocksUntilAMessageComes() throws Exception {
        open(JMSContext.AUTO_ACKNOWLEDGE);
        Call<String> receive = Call.get(() -> consumer.receiveBody(String.class));
        receive.blocks();
        sent("a");
        assertThat(receive.result()).isEqualTo("a");
    }

    @Test
    void receiveBodyReturnsNullAfterItsTimeout() {
        open(JMSContext.AUTO_ACKNOWLEDGE);
        assertThat(consumer.receiveBody(String.class, 1)).isNull();
        assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
    }

    @Test
    void receiveBodyReturnsNullWhenTheConsumerIsClosed() throws Exception {
        open(JMSContext.AUTO_ACKNOWLEDGE);
        Call<String> receive = Call.get(() -> consumer.receiveBody(String.class));
        receive.blocks();
        consumer.close();
        assertThat(receive.result()).isNull();
    }

    @KnownDifference("does not deliver the message again; 8.6 says that it comes first")
    @ParameterizedTest
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
    void messageWhoseBodyDidNotFitComesFirstAgainUnmarked(int mode) throws JMSException {
        open(mode);
        sent("a");
        sent("b");
        assertThatThrownBy(() -> consumer.receiveBody(Integer.class, ARRIVES))
                .isInstanceOf(MessageFormatRuntimeException.class);
        Message again = consumer.receive(ARRIVES);
        assertThat(again.getBody(String.class)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isFalse();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("b");
    }

    @Test
    void clientAcknowledgeSessionDeliversAMessageWhoseBodyDidNotFitAgainAfterRecoverOnly() throws JMSException {
        open(JMSContext.CLIENT_ACKNOWLEDGE);
        sent("a");
        sent("b");
        assertThatThrownBy(() -> consumer.receiveBody(Integer.class, ARRIVES))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("b");
        context.recover();
        isRedelivered(consumer.receive(ARRIVES));
    }

    @Test
    void transactedSessionDeliversAMessageWhoseBodyDidNotFitAgainAfterRollbackOnly() throws JMSException {
        open(JMSContext.SESSION_TRANSACTED);
        sent("a");
        sent("b");
        assertThatThrownBy(() -> consumer.receiveBody(Integer.class, ARRIVES))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("b");
        context.rollback();
        isRedelivered(consumer.receive(ARRIVES));
    }

    private static void isRedelivered(Message again) throws JMSException {
        assertThat(again.getBody(String.class)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }

    @Test
    void clientAcknowledgeSessionAcknowledgesAMessageWhoseBodyDidNotFit() {
        open(JMSContext.CLIENT_ACKNOWLEDGE);
        sent("a");
        assertThatThrownBy(() -> consumer.receiveBody(Integer.class, ARRIVES))
                .isInstanceOf(MessageFormatRuntimeException.class);
        context.acknowledge();
        context.recover();
        assertThat(consumer.receive(ABSENT)).isNull();
    }
}
