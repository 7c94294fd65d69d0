package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A message that its listener can never handle, as an application sees it. */
@Timeout(60)
class PoisonTest {

    @TempDir
    private Path directory;

    @Test
    void byDefaultNothingIsRedeliveredInAHotLoop() {
        try (EscrowBroker broker = EscrowBroker.open(directory);
                JMSContext context = broker.connectionFactory().createContext()) {
            AtomicInteger calls = new AtomicInteger();
            context.createProducer().send(context.createQueue("orders"), "poison");
            long start = System.nanoTime();
            context.createConsumer(context.createQueue("orders")).setMessageListener(message -> {
                calls.incrementAndGet();
                throw new IllegalStateException("out of stock");
            });
            // Twice at once, then after 100, 200, 400 and 800 ms.
            await().until(() -> calls.get() >= 7);
            assertThat(System.nanoTime() - start).isGreaterThan(1_350_000_000);
        }
    }

    @Test
    void aDelayThatIsAskedForAppliesFromTheFirstRedeliveryOn() {
        try (EscrowBroker broker = EscrowBroker.builder().directory(directory).redeliveryDelayMillis(500).open();
                JMSContext context = broker.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(context.createQueue("orders"), "late");
            context.commit();
            JMSConsumer consumer = context.createConsumer(context.createQueue("orders"));
            consumer.receive(10_000);
            long start = System.nanoTime();
            context.rollback();
            assertThat(consumer.receiveNoWait()).isNull();
            assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("late");
            assertThat(System.nanoTime() - start).isGreaterThan(450_000_000);
        }
    }

    @Test
    void theDeadLetterSaysWhatTheListenerThrew() throws Exception {
        try (EscrowBroker broker = EscrowBroker.builder().directory(directory).maxDeliveryAttempts(2).open();
                JMSContext context = broker.connectionFactory().createContext();
                JMSContext operator = broker.connectionFactory().createContext()) {
            context.createProducer().send(context.createQueue("orders"), "poison");
            context.createConsumer(context.createQueue("orders")).setMessageListener(message -> {
                throw new IllegalStateException("out of stock");
            });
            Message dead = operator.createConsumer(operator.createQueue("DLQ"),
                    "JMS_ESCROW_ORIGINAL_DESTINATION = 'queue://orders'").receive(10_000);
            assertThat(dead.getBody(String.class)).isEqualTo("poison");
            assertThat(dead.getStringProperty("JMS_ESCROW_CAUSE"))
                    .contains("delivery 2", "java.lang.IllegalStateException: out of stock");
            assertThat(dead.getIntProperty("JMS_ESCROW_DELIVERIES")).isEqualTo(2);
        }
    }

    @Test
    void anOperatorSendsDeadLettersBackThroughJmx() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try (EscrowBroker broker = EscrowBroker.builder().directory(directory).name("retry").maxDeliveryAttempts(1)
                        .open();
                JMSContext context = broker.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(context.createQueue("orders"), "poison");
            context.commit();
            JMSConsumer consumer = context.createConsumer(context.createQueue("orders"));
            consumer.receive(10_000);
            context.rollback();
            ObjectName deadLetters = beans.queryNames(new ObjectName(
                    "org.escrowmq:broker=\"retry\",subcomponent=queues,queue=\"DLQ\",*"), null).iterator().next();
            await().until(() -> beans.getAttribute(deadLetters, "MessageCount").equals(1L));

            assertThat(beans.invoke(deadLetters, "retryMessages", null, null)).isEqualTo(1);
            assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("poison");
        }
    }
}
