package org.escrowmq.broker.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import jakarta.jms.XAJMSContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.escrowmq.EscrowBroker;
import org.escrowmq.EscrowBrokerException;
import org.escrowmq.broker.store.StoreCheck;
import org.escrowmq.broker.store.StoreReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of file, damaged in every way, after a close and after a crash: the store is refused with the name of the
 * file, or opens with everything it had, or without what it says it set aside. It never has something else.
 */
@Timeout(120)
class DamageMatrixTest {

    private static final int PAGED = 60;
    private static final int PAGED_CHARACTERS = 16 * 1024;
    private static final int BLOCK = 4096;
    private static final int STEP = 61;
    private static final Xid BRANCH = new XidImpl(new byte[] {1}, 7, new byte[] {2});

    @TempDir
    private static Path images;

    private static Map<String, List<String>> expected;

    @TempDir
    private Path parent;

    /** How a store was left. */
    private enum State {
        CLOSED, CRASHED
    }

    /** What is damaged. */
    private enum Target {
        JOURNAL("journal", ".amq"), QUEUES("bindings", ".bindings"), PAGE("paging", ".page"),
        LARGE_BODY("large-messages", ".msg");

        private final String directory;
        private final String suffix;

        Target(String directory, String suffix) {
            this.directory = directory;
            this.suffix = suffix;
        }

        /** The fullest of the first files that have something in them. */
        Path in(StoreImage store) throws IOException {
            try (Stream<Path> files = Files.walk(store.file(directory))) {
                return files.filter(file -> file.toString().endsWith(suffix) && used(file) > 0)
                        .max(Comparator.comparingLong(DamageMatrixTest::used)).orElseThrow();
            }
        }
    }

    /** How it is damaged. */
    private enum Damage {
        HEAD_FLIPPED, MIDDLE_FLIPPED, END_FLIPPED, BLOCK_ZEROED, TRUNCATED, MISSING;

        void on(Path file) throws IOException {
            long used = used(file);
            switch (this) {
                case HEAD_FLIPPED -> StoreImage.flip(file, 0);
                case MIDDLE_FLIPPED -> StoreImage.flip(file, used / 2);
                case END_FLIPPED -> StoreImage.flip(file, used - 1);
                case BLOCK_ZEROED -> StoreImage.overwrite(file, used / 2 / BLOCK * BLOCK, new byte[
                        (int) Math.min(BLOCK, used - used / 2 / BLOCK * BLOCK)]);
                case TRUNCATED -> StoreImage.truncate(file, used / 2);
                default -> Files.delete(file);
            }
        }
    }

    private static long used(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            int end = content.length;
            while (end > 0 && content[end - 1] == 0) {
                end--;
            }
            return end;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void create() throws IOException, JMSException, XAException {
        try (EscrowBroker broker = open(images.resolve("CLOSED"))) {
            fill(broker);
            StoreImage.at(images.resolve("CLOSED")).copyWhileOpen(images.resolve("CRASHED"));
        }
        expected = content(copy(State.CRASHED, images.resolve("intact")));
        assertThat(expected.get("paged")).hasSize(PAGED);
        assertThat(expected.get("q")).hasSize(15);
    }

    private static EscrowBroker open(Path directory) {
        return EscrowBroker.builder().directory(directory).jmx(false).journalBufferTimeoutNanos(50_000)
                .minFreeDiskBytes(0).globalMaxBytes(1 << 20).open();
    }

    /** With consumed messages, so that there are records of all kinds. */
    private static void fill(EscrowBroker broker) throws JMSException, XAException {
        try (JMSContext context = broker.connectionFactory().createContext()) {
            JMSProducer producer = context.createProducer();
            Queue queue = context.createQueue("q");
            IntStream.range(0, 20).forEach(i -> producer.send(queue, "message-" + i));
            try (var consumer = context.createConsumer(queue)) {
                IntStream.range(0, 5).forEach(i -> consumer.receive(5_000));
            }
            producer.send(context.createQueue("large"), StoreImage.LARGE);
            Random random = new Random(3);
            for (int i = 0; i < PAGED; i++) {
                StringBuilder text = new StringBuilder();
                random.ints(PAGED_CHARACTERS, 'a', 'z').forEach(text::appendCodePoint);
                producer.send(context.createQueue("paged"), text.toString());
            }
        }
        try (XAJMSContext context = broker.connectionFactory().createXAContext()) {
            XAResource resource = context.getXAResource();
            resource.start(BRANCH, XAResource.TMNOFLAGS);
            context.createProducer().send(context.createQueue("prepared"), "in doubt");
            resource.end(BRANCH, XAResource.TMSUCCESS);
            resource.prepare(BRANCH);
        }
    }

    private static StoreImage copy(State state, Path to) throws IOException {
        return StoreImage.at(images.resolve(state.name())).copyTo(to);
    }

    /** Everything in it, also what is in doubt. */
    private static Map<String, List<String>> content(StoreImage store) throws XAException, JMSException {
        Map<String, List<String>> content = new TreeMap<>();
        try (EscrowBroker broker = open(store.directory())) {
            for (Xid xid : broker.recoveryResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)) {
                broker.recoveryResource().commit(xid, false);
            }
            for (String queue : List.of("q", "large", "paged", "prepared")) {
                content.put(queue, StoreImage.drain(broker, queue));
            }
        }
        return content;
    }

    static Stream<Arguments> cases() {
        return Stream.of(State.values()).flatMap(state -> Stream.of(Target.values()).flatMap(target ->
                Stream.of(Damage.values()).map(damage ->
                        Arguments.of(state, target, damage))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cases")
    void noStoreOpensWithOtherDataThanItHad(State state, Target target, Damage damage) throws Exception {
        StoreImage store = copy(state, parent.resolve("store"));
        Path file = target.in(store);
        damage.on(file);
        boolean onlyWhenRead = target == Target.LARGE_BODY && damage != Damage.TRUNCATED && damage != Damage.MISSING;
        if (onlyWhenRead) {
            assertThat(StoreCheck.everything(store.directory(), bytes -> { }).damage())
                    .anyMatch(finding -> finding.file().endsWith(file.getFileName().toString()));
            Map<String, List<String>> content = content(store);
            assertThat(content.remove("large")).isEmpty();
            assertThat(content).allSatisfy((queue, texts) -> assertThat(texts).isEqualTo(expected.get(queue)));
        } else {
            assertThatThrownBy(() -> open(store.directory()).close()).isInstanceOf(EscrowBrokerException.class)
                    // What is missed first may be what a missing file had in it.
                    .hasMessageContaining(damage == Damage.MISSING ? target.directory
                            : StoreImage.relative(store, file))
                    .hasMessageContaining("offset ")
                    .hasMessageContaining("repair " + store.directory())
                    .extracting(e -> ((EscrowBrokerException) e).getErrorCode()).isEqualTo("STORE_DAMAGED");
        }
    }

    /** Every kind of record is hit: of messages, queues, acknowledgements, deletions, prepared branches and pages. */
    @Test
    void afterACrashAnyChangedByteThatWasConfirmedIsFoundAndCanBeRestored() throws Exception {
        for (Target target : List.of(Target.JOURNAL, Target.QUEUES, Target.PAGE)) {
            StoreImage store = copy(State.CRASHED, parent.resolve(target.name()));
            Path file = target.in(store);
            long used = used(file);
            for (long offset = 0; offset < used; offset += Math.max(STEP, used / 40)) {
                StoreImage.flip(file, offset);
                StoreReport report = StoreCheck.beforeOpening(store.directory());
                String place = StoreImage.relative(store, file) + ", offset " + offset + ": the byte is ";
                assertThat(report.damage()).anyMatch(finding -> finding.toString().startsWith(place));
                StoreImage.flip(file, offset);
            }
            assertThat(StoreCheck.beforeOpening(store.directory()).damage()).isEmpty();
        }
    }

    @Test
    void aStoreWithoutDigestsIsTakenAsItIsAndHasThemFromThenOn() throws Exception {
        StoreImage store = copy(State.CRASHED, parent.resolve("store"));
        StoreImage.delete(store.file("digests"));
        open(store.directory()).close();
        Files.delete(store.file("escrowmq.seal"));
        StoreImage.flip(store.journalFile(), store.offsetOf("message-7"));
        assertThatThrownBy(() -> open(store.directory()).close()).hasMessageContaining("the byte is ");
    }

    @Test
    void damagedDigestsDoNotChangeWhatTheStoreHas() throws Exception {
        StoreImage store = copy(State.CRASHED, parent.resolve("store"));
        StoreImage.overwrite(store.file("digests/journal/activemq-data-1.amq"), 0, new byte[100]);
        assertThat(content(store)).isEqualTo(expected);
    }
}
