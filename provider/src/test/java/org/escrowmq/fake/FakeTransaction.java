package org.escrowmq.fake;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.Xid;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.transaction.BranchId;

/** A transaction of the fake: its work waits here until the outcome. Its state is guarded by the store's monitor. */
final class FakeTransaction implements BrokerTransaction {

    /** Where it is in its life. */
    enum State { ACTIVE, PREPARED, COMMITTED, ROLLED_BACK, LEFT_BEHIND }

    /** A message sent in it. */
    private record Sent(EscrowMessage message, String origin) { }

    /** A message consumed in it, or given back with it. */
    private record Taken(FakeQueue queue, StoredMessage message) { }

    final BranchId xid;
    private final FakeStore store;
    private final String name;
    private final List<Sent> sent;
    private final List<Taken> acknowledged;
    private final List<Taken> released = new ArrayList<>();
    private State state;
    private boolean concealed;

    FakeTransaction(FakeStore store, Xid xid) {
        this(store, xid == null ? null : BranchId.of(xid), State.ACTIVE, new ArrayList<>(), new ArrayList<>());
    }

    private FakeTransaction(FakeStore store, BranchId xid, State state, List<Sent> sent, List<Taken> acknowledged) {
        this.store = store;
        this.xid = xid;
        this.name = store.nextName("t");
        this.state = state;
        this.sent = sent;
        this.acknowledged = acknowledged;
    }

    /** A prepared transaction as the next process finds it; this object is of no use any more. */
    FakeTransaction reopened() {
        state = State.LEFT_BEHIND;
        return new FakeTransaction(store, xid, State.PREPARED, sent, acknowledged);
    }

    /** {@code " in t1"}, or nothing without a transaction. */
    static String in(BrokerTransaction transaction) {
        return transaction == null ? "" : " in " + ((FakeTransaction) transaction).name;
    }

    String name() {
        return name;
    }

    @Override
    public boolean hasWork() {
        synchronized (store) {
            return !sent.isEmpty() || !acknowledged.isEmpty();
        }
    }

    @Override
    public void prepare() throws JMSException {
        store.script.call(name, "prepare", "");
        synchronized (store) {
            if (xid == null) {
                throw new IllegalStateException("Transaction " + name + " is local and cannot be prepared");
            }
            checkActive("prepare");
            checkNothingReleased("prepare");
            state = State.PREPARED;
            store.active.remove(this);
            store.prepared.put(xid, this);
        }
    }

    @Override
    public void commit() throws JMSException {
        store.script.call(name, "commit", "");
        finish(true);
    }

    @Override
    public void commitConcealed() throws JMSException {
        store.script.call(name, "commit", "concealed");
        concealed = true;
        finish(true);
    }

    @Override
    public void reveal() throws JMSException {
        store.script.call(name, "reveal", "");
        Set<FakeQueue> touched;
        synchronized (store) {
            concealed = false;
            touched = applyWork();
        }
        touched.forEach(FakeQueue::deliver);
    }

    @Override
    public void rollback() throws JMSException {
        store.script.call(name, "rollback", "");
        finish(false);
    }

    /** Completes it without being called: by an operator, by the broker itself, or by a restart. */
    void finish(boolean commit) throws JMSException {
        Set<FakeQueue> touched;
        synchronized (store) {
            if (store.heuristics.containsKey(xid)) {
                throw new IllegalStateException("Branch " + xid + " was completed by an operator");
            }
            if (state == State.ROLLED_BACK && !commit) {
                return;
            }
            if (state != State.PREPARED) {
                checkActive(commit ? "commit" : "roll back");
            }
            if (commit) {
                checkNothingReleased("commit");
            }
            store.active.remove(this);
            store.prepared.remove(xid);
            state = commit ? State.COMMITTED : State.ROLLED_BACK;
            touched = !commit ? undoWork() : concealed ? Set.of() : applyWork();
        }
        touched.forEach(FakeQueue::deliver);
    }

    // ---- for sessions and consumers, which hold the store's monitor -------------------------------------------------

    void sent(EscrowMessage copy, String origin) throws JMSException {
        checkActive("send");
        sent.add(new Sent(copy, origin));
    }

    void acknowledged(FakeQueue queue, StoredMessage message) throws JMSException {
        checkActive("acknowledge");
        acknowledged.add(new Taken(queue, message));
    }

    void released(FakeQueue queue, List<StoredMessage> messages) throws JMSException {
        if (state != State.PREPARED && state != State.ROLLED_BACK) {
            checkActive("release");
        }
        if (state == State.ROLLED_BACK) {
            queue.available.addAll(messages);
        } else {
            messages.forEach(message -> released.add(new Taken(queue, message)));
        }
    }

    private Set<FakeQueue> applyWork() {
        Set<FakeQueue> touched = new LinkedHashSet<>();
        sent.forEach(one -> touched.addAll(store.route(one.message(), one.origin())));
        sent.clear();
        return touched;
    }

    private Set<FakeQueue> undoWork() {
        Set<FakeQueue> touched = new LinkedHashSet<>();
        acknowledged.forEach(taken -> taken.message().deliveryFailed());
        acknowledged.forEach(taken -> giveBack(taken, touched));
        released.forEach(taken -> giveBack(taken, touched));
        sent.clear();
        acknowledged.clear();
        released.clear();
        return touched;
    }

    private static void giveBack(Taken taken, Set<FakeQueue> touched) {
        taken.queue().available.add(taken.message());
        touched.add(taken.queue());
    }

    private void checkActive(String action) throws JMSException {
        if (state == State.ROLLED_BACK) {
            throw new TransactionRolledBackException("Transaction " + name + " was rolled back; " + action);
        }
        if (state != State.ACTIVE) {
            throw new IllegalStateException("Transaction " + name + " is " + state + "; cannot " + action);
        }
    }

    private void checkNothingReleased(String action) throws JMSException {
        if (!released.isEmpty()) {
            throw new IllegalStateException("Messages were released into transaction " + name
                    + " because it was about to be rolled back; cannot " + action);
        }
    }
}
