package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.BrokerSession;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.ConsumerSpec;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.broker.Delivery;
import org.escrowmq.broker.DeliveryListener;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.fake.FakeBroker;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.EscrowTextMessage;
import org.escrowmq.message.Headers;
import org.escrowmq.message.MessageKind;

/** A broker, its branches, a timer that the test moves, and sessions as far as transactions need them. */
final class XaFixture {

    static final EscrowQueue QUEUE = new EscrowQueue("orders");

    /** Held here, since loggers that nobody refers to forget their level. */
    private static final Logger LOG = Logger.getLogger("org.escrowmq.transaction");

    static {
        LOG.setLevel(Level.OFF);
    }

    /** A call on an XAResource. */
    interface XaCall {
        void run() throws XAException;
    }

    final List<String> events = new ArrayList<>();
    FakeBroker broker = new FakeBroker();
    ManualTimer timer = new ManualTimer();
    Branches branches = new Branches(broker, timer);

    /** A session with one consumer that holds messages, and its resource. */
    final class TestSession implements Participant, DeliveryListener {
        final String name;
        final EscrowXAResource xa;
        private final BrokerSession session;
        private final BrokerConsumer consumer;
        private final Deque<Delivery> buffer = new ArrayDeque<>();

        private TestSession(String name) throws JMSException {
            this.name = name;
            this.xa = branches.sessionResource(this);
            this.session = broker.connect(null, null).createSession();
            this.consumer = session.createConsumer(
                    new ConsumerSpec(QUEUE, Subscription.NONE, null, false, false), this);
        }

        void send(String text) throws JMSException {
            xa.association().call(transaction -> {
                session.send(message(text), transaction);
                return null;
            });
        }

        /** Consumes the next message. */
        String receive() throws JMSException {
            if (buffer.isEmpty()) {
                consumer.request(1);
            }
            Delivery delivery = buffer.poll();
            if (delivery == null) {
                return null;
            }
            xa.association().call(transaction -> {
                consumer.acknowledge(delivery, transaction);
                return null;
            });
            return delivery.message().content() + (delivery.deliveryCount() > 1 ? "#" + delivery.deliveryCount() : "");
        }

        /** Fetches messages that nobody asks this session for yet. */
        void buffer(int messages) {
            consumer.request(messages);
        }

        @Override
        public void onDelivery(Delivery delivery) {
            buffer.add(delivery);
        }

        @Override
        public void onClosedByBroker(JMSException reason) {
            events.add(name + " closed by broker");
        }

        @Override
        public void beforeRollback(BrokerTransaction transaction) throws JMSException {
            events.add(name + " before");
            consumer.cancelRequests();
            buffer.clear();
            consumer.release(transaction);
        }

        @Override
        public void afterRollback() {
            events.add(name + " after");
        }
    }

    TestSession session(String name) throws JMSException {
        return new TestSession(name);
    }

    /** The process dies and the next one opens the store. */
    void restart() {
        broker = broker.restart();
        timer = new ManualTimer();
        branches = new Branches(broker, timer);
    }

    /** Puts messages into the queue. */
    void put(String... texts) {
        for (String text : texts) {
            broker.put(QUEUE, message(text));
        }
    }

    /** What lies in the queue, ready for anybody. */
    List<String> available() {
        return broker.available(QUEUE).stream().map(message -> ((EscrowTextMessage) message).getText()).toList();
    }

    /** What the broker was asked to make durable or to undo. */
    List<String> outcomes() {
        return broker.history("prepare", "commit", "rollback", "forget");
    }

    /** The state of a branch as the registry knows it, or "gone". */
    String state(Xid xid) {
        try {
            return branches.find(BranchId.of(xid), BranchCall.PREPARE).state().name();
        } catch (XAException e) {
            return e.errorCode == XAException.XAER_NOTA ? "gone" : name(e);
        }
    }

    Xid[] recover() throws XAException {
        return branches.recoveryResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    }

    static EscrowMessage message(String text) {
        Headers headers = new Headers();
        headers.setDestination(QUEUE);
        headers.setDeliveryMode(2);
        headers.setPriority(4);
        return EscrowMessage.received(MessageKind.TEXT, headers, new LinkedHashMap<>(), text);
    }

    /** What a call comes to: "ok", or the name of the code of its XAException. */
    static String result(XaCall call) {
        try {
            call.run();
            return "ok";
        } catch (XAException e) {
            assertThat(e).hasMessageContaining(name(e));
            return name(e).replaceFirst("^XAE?R?_", "");
        }
    }

    /** The name of an error code, from the constants of XAException. */
    static String name(XAException e) {
        return Arrays.stream(XAException.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> !field.getName().endsWith("BASE") && !field.getName().endsWith("END"))
                .filter(field -> value(field) == e.errorCode)
                .findFirst().orElseThrow(() -> new AssertionError("No XA code: " + e.errorCode, e)).getName();
    }

    private static int value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
