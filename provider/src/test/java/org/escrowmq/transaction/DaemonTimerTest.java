package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The thread that runs timeouts. */
class DaemonTimerTest {

    private static final String NAME = "timer under test";

    @Test
    void itHasNoThreadUntilItIsUsed() {
        try (DaemonTimer timer = new DaemonTimer(NAME)) {
            assertThat(isRunning()).isFalse();
            timer.schedule(3600, () -> { });
            assertThat(isRunning()).isTrue();
        }
    }

    @Test
    void itsThreadIsADaemonWithTheLoaderOfThisLibraryAndEndsWithIt() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        try (DaemonTimer timer = new DaemonTimer(NAME)) {
            timer.schedule(0, () -> ran.complete(Thread.currentThread()));
            Thread thread = ran.get(30, TimeUnit.SECONDS);
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo(NAME);
            assertThat(thread.getContextClassLoader()).isSameAs(DaemonTimer.class.getClassLoader());
        }
        assertThat(isRunning()).isFalse();
    }

    @Test
    void whatWasCancelledOrComesAfterTheCloseDoesNotRun() throws Exception {
        CompletableFuture<String> ran = new CompletableFuture<>();
        DaemonTimer timer = new DaemonTimer(NAME);
        timer.schedule(1, () -> ran.complete("cancelled")).cancel();
        CompletableFuture<Void> later = new CompletableFuture<>();
        timer.schedule(1, () -> later.complete(null));
        later.get(30, TimeUnit.SECONDS);
        timer.close();
        timer.schedule(0, () -> ran.complete("closed"));
        assertThat(isRunning()).isFalse();
        assertThat(ran).isNotDone();
    }

    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals(NAME));
    }
}
