package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.jms.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.escrowmq.it.app.NestingDesk;
import org.escrowmq.it.server.Capability;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many transactions at a time, each with joined branches and one transaction nested in the other. */
@ExtendWith(ArquillianExtension.class)
@Capability("32 threads that join, suspend and resume branches")
class ConcurrencyIT {

    private static final int THREADS = 32;
    private static final int ROUNDS = 8;

    @Deployment
    static Archive<?> application() {
        return Deployments.application(ConcurrencyIT.class, ManualQueue.class);
    }

    @Test
    void exactlyWhatWasCommittedIsSent() throws Exception {
        ManualQueue.drain();
        NestingDesk desk = InServer.lookup("java:module/NestingDesk", NestingDesk.class);
        Queue queue = ManualQueue.queue();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS,
                InServer.lookup("java:comp/DefaultManagedThreadFactory", ManagedThreadFactory.class));
        List<String> expected = new ArrayList<>();
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String id = InServer.newId();
                work.add(() -> send(desk, queue, id));
                expected.addAll(expected(id));
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(ManualQueue.take(expected.size())).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Void send(NestingDesk desk, Queue queue, String id) {
        for (int round = 0; round < ROUNDS; round++) {
            desk.send(queue, outer(id + round), outerCommits(round), inner(id + round), innerCommits(round));
        }
        return null;
    }

    private static List<String> expected(String id) {
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            if (outerCommits(round)) {
                expected.addAll(outer(id + round));
            }
            if (innerCommits(round)) {
                expected.add(inner(id + round));
            }
        }
        return expected;
    }

    private static List<String> outer(String id) {
        return List.of(id + "-one", id + "-two", id + "-resumed");
    }

    private static String inner(String id) {
        return id + "-inner";
    }

    private static boolean outerCommits(int round) {
        return round % 2 == 0;
    }

    private static boolean innerCommits(int round) {
        return round / 2 % 2 == 0;
    }
}
