package org.escrowmq.ra.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.InvalidDestinationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import javax.naming.Reference;
import org.junit.jupiter.api.Test;

class AdminDestinationTest {

    @Test
    void theyAreEqualByKindAndName() {
        assertThat(new AdminQueue("a")).isEqualTo(new AdminQueue("a")).hasSameHashCodeAs(new AdminQueue("a"))
                .isNotEqualTo(new AdminQueue("b"));
        assertThat((Object) new AdminQueue("a")).isNotEqualTo(new AdminTopic("a"));
    }

    @Test
    void withoutANameTheySayWhichPropertyIsMissing() {
        assertThatThrownBy(() -> new AdminQueue().getQueueName())
                .isInstanceOf(InvalidDestinationException.class).hasMessageContaining("physicalName");
        AdminTopic blank = new AdminTopic();
        blank.setPhysicalName(" ");
        assertThatThrownBy(blank::getTopicName).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void theySurviveSerializationAsServersDoIt() throws Exception {
        AdminTopic topic = new AdminTopic("prices");
        topic.setReference(new Reference("x"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(topic);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            AdminTopic copy = (AdminTopic) in.readObject();
            assertThat(copy).isEqualTo(topic);
            assertThat(copy.getTopicName()).isEqualTo("prices");
            assertThat(copy.getReference()).isEqualTo(topic.getReference());
        }
    }
}
