package org.escrowmq.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One thread appends, writes and forces, and nothing is confirmed that was not written. */
@Timeout(60)
class GroupCommitTest {

    private static final int BUFFER_BYTES = 1024;
    private static final int FILE_BYTES = 4096;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONG_IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);

    @TempDir
    private Path directory;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> contents = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private CheckedFiles files;
    private SequentialFile file;
    private GroupCommit commits;

    @BeforeEach
    void open() throws Exception {
        open(LONG_IDLE_NANOS);
    }

    private void open(long idleNanos) throws Exception {
        Path journal = Files.createDirectories(directory.resolve("journal"));
        files = CheckedFiles.in(directory, journal, CheckedFiles.messagesSuffix(),
                (cause, message, name) -> failures.add(cause), (path, cause) -> failures.add(cause));
        commits = files.gather(BUFFER_BYTES, idleNanos);
        files.start();
        file = newFile("escrow-1.amq");
        files.activateBuffer(file);
    }

    private SequentialFile newFile(String name) throws Exception {
        SequentialFile created = files.createSequentialFile(name);
        created.open();
        created.fill(FILE_BYTES);
        created.position(0);
        return created;
    }

    @AfterEach
    void close() throws Exception {
        files.deactivateBuffer();
        files.stop();
        file.close();
    }

    private static ActiveMQBuffer record(String text) {
        return ActiveMQBuffers.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void append(String text, boolean force) {
        commits.execute(() -> write(text, force));
    }

    private void write(String text, boolean force) {
        try {
            assertThat(file.fits(text.length())).isTrue();
            file.write(record(text), force, new Told(text));
        } catch (Exception e) {
            failures.add(e);
        }
    }

    private String content() {
        try {
            return Files.readString(file.getJavaFile().toPath(), StandardCharsets.US_ASCII).replace("\0", "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Notes what it is told, and what is in the file by then. */
    private final class Told implements IOCallback {

        private final String text;

        Told(String text) {
            this.text = text;
        }

        @Override
        public void done() {
            contents.add(content());
            events.add(text + (content().contains(text) ? " stored" : " confirmed and not stored"));
        }

        @Override
        public void onError(int code, String message) {
            events.add(text + " failed");
        }
    }

    @Test
    void aLoneCommitIsForcedWithoutWaitingForAnything() {
        append("one;", true);
        await().untilAsserted(() -> assertThat(events).containsExactly("one; stored"));
        assertThat(failures).isEmpty();
    }

    @Test
    void recordsAreAppendedInOrderAndOnOneThread() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 50; i++) {
            String text = i + ";";
            commits.execute(() -> {
                threads.add(Thread.currentThread());
                write(text, true);
            });
        }
        await().untilAsserted(() -> assertThat(events).hasSize(50));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            expected.append(i).append(';');
        }
        assertThat(content()).isEqualTo(expected.toString());
        assertThat(threads).containsOnly(threads.get(0));
    }

    @Test
    void whatArrivesWhileAForceIsUnderWaySharesTheNextOne() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        commits.execute(() -> {
            holding.countDown();
            awaitUninterruptibly(held);
        });
        holding.await();
        for (int i = 0; i < 10; i++) {
            append(i + ";", true);
        }
        held.countDown();
        await().untilAsserted(() -> assertThat(events).hasSize(10));
        assertThat(contents.get(0)).as("in the file when the first is told").isEqualTo("0;1;2;3;4;5;6;7;8;9;");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void afterAnErrorOfTheJvmEverybodyIsToldThatNothingIsStored() {
        commits.execute(() -> {
            write("before;", true);
            throw new OutOfMemoryError("as a test");
        });
        await().untilAsserted(() -> assertThat(events).containsExactly("before; failed"));
        append("after;", true);
        await().untilAsserted(() -> assertThat(events).containsExactly("before; failed", "after; failed"));
        assertThat(content()).isEmpty();
        assertThat(failures).hasOnlyElementsOfType(OutOfMemoryError.class);
    }

    @Test
    void aRecordThatNobodyWaitsForIsWrittenWithTheNextOne() {
        append("quiet;", false);
        append("loud;", true);
        await().untilAsserted(() -> assertThat(events).containsExactly("quiet; stored", "loud; stored"));
    }

    @Test
    void aRecordThatNobodyWaitsForIsWrittenAfterAWhile() throws Exception {
        close();
        open(IDLE_NANOS);
        append("quiet;", false);
        await().untilAsserted(() -> assertThat(events).containsExactly("quiet; stored"));
    }

    @Test
    void moreThanTheBufferHoldsIsWrittenInBetween() {
        String text = "x".repeat(BUFFER_BYTES / 2 - 1) + ";";
        for (int i = 0; i < 5; i++) {
            append(text, i == 4);
        }
        await().untilAsserted(() -> assertThat(events).hasSize(5).allMatch(event -> event.endsWith(" stored")));
        assertThat(content()).isEqualTo(text.repeat(5));
    }

    @Test
    void aRecordLongerThanTheBufferIsRefused() {
        assertThatThrownBy(() -> file.fits(BUFFER_BYTES + 1)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1025").hasMessageContaining("1024");
    }

    @Test
    void whatIsGatheredCountsWhenItIsAskedWhetherMoreFitsIntoTheFile() {
        String text = "x".repeat(BUFFER_BYTES);
        for (int i = 0; i < 3; i++) {
            write(text, false);
        }
        write("x".repeat(BUFFER_BYTES - 1), false);
        assertThat(file.fits(1)).isTrue();
        assertThat(file.fits(2)).isFalse();
    }

    @Test
    void whatWasGatheredForAFileIsInItBeforeTheNextFileTakesItsPlace() throws Exception {
        write("before;", false);
        files.deactivateBuffer();
        assertThat(events).containsExactly("before; stored");
        SequentialFile first = file;
        file = newFile("escrow-2.amq");
        files.activateBuffer(file);
        write("after;", true);
        files.flush();
        assertThat(content()).isEqualTo("after;");
        assertThat(Files.readString(first.getJavaFile().toPath()).replace("\0", "")).isEqualTo("before;");
        first.close();
    }

    @Test
    void nothingIsConfirmedThatCouldNotBeWritten() throws Exception {
        append("one;", true);
        await().untilAsserted(() -> assertThat(events).hasSize(1));
        file.close();
        append("two;", true);
        await().untilAsserted(() -> assertThat(events).containsExactly("one; stored", "two; failed"));
        assertThat(failures).as("told to the engine").isNotEmpty();
        file.open();
    }

    @Test
    void aWriteThatWaitsForTheDiskDoesNotWaitForTheThreadThatItIsOn() {
        commits.execute(() -> {
            try {
                file.write(record("self;"), true);
                events.add("written: " + content());
            } catch (Exception e) {
                failures.add(e);
            }
        });
        await().untilAsserted(() -> assertThat(events).containsExactly("written: self;"));
    }

    @Test
    void whatWasHandedOverIsStoredBeforeTheJournalIsClosedAndNothingIsTakenAfterwards() {
        for (int i = 0; i < 20; i++) {
            append(i + ";", i % 2 == 0);
        }
        files.stop();
        assertThat(events).hasSize(20).allMatch(event -> event.endsWith(" stored"));
        assertThatThrownBy(() -> append("late;", true)).isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void whoWaitsIsWokenWhenAllOfAFlushIsConfirmed() throws Exception {
        CountDownLatch parked = new CountDownLatch(1);
        AtomicReference<List<String>> seen = new AtomicReference<>();
        Thread sleeper = new Thread(() -> {
            parked.countDown();
            while (events.isEmpty()) {
                LockSupport.park(this);
            }
            seen.set(List.copyOf(events));
        });
        sleeper.start();
        parked.await();
        await().until(() -> sleeper.getState() == Thread.State.WAITING);
        commits.execute(() -> {
            try {
                file.write(record("one;"), true, new Waking(sleeper, "one;"));
                file.write(record("two;"), true, new Waking(sleeper, "two;"));
            } catch (Exception e) {
                failures.add(e);
            }
        });
        sleeper.join();
        assertThat(seen.get()).containsExactly("one; stored", "two; stored");
    }

    private final class Waking implements IOCallback {

        private final Thread sleeper;
        private final Told told;

        Waking(Thread sleeper, String text) {
            this.sleeper = sleeper;
            this.told = new Told(text);
        }

        @Override
        public void done() {
            told.done();
            GroupCommit.wake(sleeper);
        }

        @Override
        public void onError(int code, String message) {
            told.onError(code, message);
        }
    }
}
