package org.escrowmq.ra.kit;

import java.util.ArrayList;
import java.util.List;

/** What was sent and received in one transaction. */
final class FakeWork {

    private final List<Runnable> sends = new ArrayList<>();
    private final List<Runnable> returns = new ArrayList<>();

    void sent(FakeQueue queue, FakeMessage message) {
        sends.add(() -> queue.add(message));
    }

    void received(FakeQueue queue, FakeMessage message) {
        returns.add(0, () -> queue.putBack(message));
    }

    void commit() {
        sends.forEach(Runnable::run);
        clear();
    }

    void rollback() {
        List<Runnable> actions = List.copyOf(returns);
        clear();
        actions.forEach(Runnable::run);
    }

    private void clear() {
        sends.clear();
        returns.clear();
    }
}
