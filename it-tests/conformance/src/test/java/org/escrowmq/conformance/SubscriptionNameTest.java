package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Section("4.2.4")
class SubscriptionNameTest extends ClientTest {

    private enum Kind {
        SHARED, DURABLE, SHARED_DURABLE;

        Receiver receiver(Client client, Topic topic, String name) throws JMSException {
            return switch (this) {
                case SHARED -> client.shared(topic, name);
                case DURABLE -> client.durable(topic, name);
                default -> client.sharedDurable(topic, name);
            };
        }

        boolean durable() {
            return this != SHARED;
        }
    }

    private void works(Kind kind, String name) throws JMSException {
        Client client = client(Api.CLASSIC, uniqueName("client"));
        Topic topic = client.topic();
        Receiver receiver = kind.receiver(client, topic, name);
        client.send(topic, "a");
        assertThat(receiver.text()).isEqualTo("a");
        receiver.close();
        if (kind.durable()) {
            client.unsubscribe(name);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void subscriptionNameMayContainDigitsUnderscoreDotAndMinus(Kind kind) throws JMSException {
        works(kind, "0123456789_.-");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void subscriptionNameMayContainJavaLettersOfAnyAlphabet(Kind kind) throws JMSException {
        works(kind, "azAZ$\u00e4\u00df\u03a9\u0436\u6f22");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void subscriptionNameMayHave128Characters(Kind kind) throws JMSException {
        works(kind, "n".repeat(128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a-b", "a_b", "ab", "A.b", "a.b.", ".a.b"})
    void durableSubscriptionsWithDifferentNamesAreDifferent(String name) throws JMSException {
        Client client = client(Api.CLASSIC, uniqueName("client"));
        Topic topic = client.topic();
        Receiver one = client.durable(topic, "a.b.c");
        Receiver other = client.durable(topic, name);
        client.send(topic, "a");
        assertThat(one.text()).isEqualTo("a");
        assertThat(other.text()).isEqualTo("a");
        one.close();
        other.close();
        client.unsubscribe("a.b.c");
        client.unsubscribe(name);
    }

    @Section("8.3.3")
    @Test
    void clientIdentifierAndNameAreNotMixedUp() throws JMSException {
        String prefix = uniqueName("client");
        Client one = client(Api.CLASSIC, prefix);
        Client two = client(Api.CLASSIC, prefix + ".a");
        Topic topic = one.topic();
        Receiver onOne = one.durable(topic, "a.b");
        Receiver onTwo = two.durable(topic, "b");
        one.send(topic, "x");
        assertThat(onOne.text()).isEqualTo("x");
        assertThat(onTwo.text()).isEqualTo("x");
        onOne.close();
        onTwo.close();
        one.unsubscribe("a.b");
        two.unsubscribe("b");
    }
}
