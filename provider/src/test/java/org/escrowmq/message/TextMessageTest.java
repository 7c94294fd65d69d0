package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageNotWriteableException;
import org.junit.jupiter.api.Test;

class TextMessageTest {

    private final EscrowTextMessage message = (EscrowTextMessage) EscrowMessage.create(MessageKind.TEXT);

    @Test
    void aTextCanBeReadWhereItCanBeWritten() throws JMSException {
        assertThat(message.getText()).isNull();
        message.setText("a");
        assertThat(message.getText()).isEqualTo("a");
        message.setText("");
        assertThat(message.content()).isEqualTo("");
        message.setText(null);
        assertThat(message.getText()).isNull();
    }

    @Test
    void aReceivedTextIsReadOnlyUntilCleared() throws JMSException {
        EscrowTextMessage received = (EscrowTextMessage) Samples.received(MessageKind.TEXT, "text");
        assertThatThrownBy(() -> received.setText("b")).isInstanceOf(MessageNotWriteableException.class)
                .hasMessageContaining("TextMessage ID:1").hasMessageContaining("clearBody");
        assertThat(received.getText()).isEqualTo("text");
        received.clearBody();
        assertThat(received.getText()).isNull();
        received.setText("b");
        assertThat(received.getText()).isEqualTo("b");
    }
}
