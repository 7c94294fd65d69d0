package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages so large that the broker sends them in parts, among others. */
@Timeout(60)
class LargeMessagesIT extends OneBroker {

    private static final String NUMBER = "number";
    private static final int MESSAGES = 60;
    private static final int TIMES = 10;
    private static final byte[] LARGE = new byte[250_000];

    @Test
    void aBrowserAndAReceiverThatDoNotWaitFindEveryMessageThatIsThere() throws Exception {
        List<Integer> sent = send();
        for (int n = 0; n < TIMES; n++) {
            assertThat(browse()).isEqualTo(sent);
        }

        List<Integer> received = new ArrayList<>();
        try (JMSContext context = deployed().factory().createContext();
                var consumer = context.createConsumer(Deployed.queue(queue()))) {
            for (Message next = consumer.receiveNoWait(); next != null; next = consumer.receiveNoWait()) {
                received.add(next.getIntProperty(NUMBER));
            }
        }
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void whoStopsWaitingWhileALargeMessageComesIsAnsweredAtOnceAndGetsItNext() throws Exception {
        ExecutorService sender = Executors.newSingleThreadExecutor();
        List<Integer> received = new ArrayList<>();
        try (JMSContext context = deployed().factory().createContext();
                var consumer = context.createConsumer(Deployed.queue(queue()))) {
            for (int n = 0; n < TIMES; n++) {
                Future<List<Integer>> sending = sender.submit(this::send);
                long longest = 0;
                while (received.size() < (n + 1) * MESSAGES) {
                    long start = System.nanoTime();
                    Message next = consumer.receive(1);
                    longest = Math.max(longest, System.nanoTime() - start);
                    if (next != null) {
                        received.add(next.getIntProperty(NUMBER));
                    }
                }
                assertThat(TimeUnit.NANOSECONDS.toSeconds(longest)).isLessThan(10);
                assertThat(received.subList(n * MESSAGES, received.size())).isEqualTo(sending.get());
            }
        } finally {
            sender.shutdownNow();
        }
    }

    /** Every third is large. */
    private List<Integer> send() throws JMSException {
        List<Integer> sent = new ArrayList<>();
        try (JMSContext context = deployed().factory().createContext()) {
            for (int n = 0; n < MESSAGES; n++) {
                Message message = n % 3 == 0 ? large(context) : context.createTextMessage("small");
                message.setIntProperty(NUMBER, n);
                context.createProducer().send(Deployed.queue(queue()), message);
                sent.add(n);
            }
        }
        return sent;
    }

    private static Message large(JMSContext context) throws JMSException {
        var message = context.createBytesMessage();
        message.writeBytes(LARGE);
        return message;
    }

    private List<Integer> browse() throws JMSException {
        List<Integer> found = new ArrayList<>();
        try (JMSContext context = deployed().factory().createContext();
                QueueBrowser browser = context.createBrowser(Deployed.queue(queue()))) {
            Enumeration<?> all = browser.getEnumeration();
            while (all.hasMoreElements()) {
                found.add(((Message) all.nextElement()).getIntProperty(NUMBER));
            }
        }
        return found;
    }
}
