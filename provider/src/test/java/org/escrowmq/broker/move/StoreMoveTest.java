package org.escrowmq.broker.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.filter.impl.FilterImpl;
import org.escrowmq.EscrowBroker;
import org.escrowmq.broker.OpenStore;
import org.escrowmq.broker.client.BrokerUrl;
import org.escrowmq.broker.selector.CoreFilter;
import org.escrowmq.member.MemberFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one moment of a move in which a message is in both brokers; and how subscriptions are written there. */
@Timeout(60)
class StoreMoveTest {

    private static final int MESSAGES = 1_200;

    @TempDir
    private Path directory;
    private RemoteBroker there;

    @BeforeEach
    void start() throws Exception {
        there = RemoteBroker.start(directory.resolve("there"), MemberFiles.freePorts(1)[0], "");
    }

    @AfterEach
    void stop() throws Exception {
        there.close();
    }

    private Path here() {
        return directory.resolve("here");
    }

    private void move(Runnable betweenSentAndRemoved) throws JMSException {
        try (OpenStore store = OpenStore.open(here());
                MoveTarget target = MoveTarget.connect(
                        BrokerUrl.read(there.url()), RemoteBroker.USER, RemoteBroker.PASSWORD, store.id())) {
            new StoreMove(store, target, line -> { }, betweenSentAndRemoved).run();
        }
    }

    @Test
    void whatWasSentAndNotYetRemovedIsNotThereTwice() throws Exception {
        List<String> texts = IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList();
        try (EscrowBroker broker = EscrowBroker.builder().directory(here()).jmx(false).open();
                JMSContext context = broker.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
            texts.forEach(text -> context.createProducer().send(context.createQueue("orders"), text));
            context.commit();
        }
        // Each life moves one batch, and ends when the next one has been sent.
        for (int life = 0; life < 2; life++) {
            AtomicInteger batches = new AtomicInteger();
            assertThatThrownBy(() -> move(() -> {
                if (batches.incrementAndGet() == 2) {
                    throw new IllegalStateException("the process ends here");
                }
            })).isInstanceOf(JMSException.class).hasMessageContainingAll("move queue orders", "ends here");
        }
        move(() -> { });
        assertThat(there.takeAll("orders")).extracting(message -> message.getBody(String.class))
                .containsExactlyElementsOf(texts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "a = 1 | false | a = 1", "a = 1 | true | a = 1 AND __AMQ_CID<>'me'", " | true | __AMQ_CID<>'me'",
        "a = 1 OR (b = 2) | true | a = 1 OR (b = 2) AND __AMQ_CID<>'me'",
        "JMSPriority > 3 AND JMSDeliveryMode = 'PERSISTENT' | false | AMQPriority > 3 AND AMQDurable = 'DURABLE'"})
    void aSubscriptionIsWrittenAsArtemisClientWritesIt(String selector, boolean noLocal, String written)
            throws Exception {
        String filter = CoreFilter.of(selector, noLocal ? "me" : null).toString();
        assertThat(ClientFilter.of(FilterImpl.createFilter(filter)).toString()).isEqualTo(written);
    }
}
