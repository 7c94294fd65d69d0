package org.escrowmq.broker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerResourcePlugin;
import org.apache.activemq.artemis.core.transaction.ResourceManager;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.Transaction.State;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.escrowmq.broker.Broker.HeuristicOutcome;

/**
 * Who completes a prepared branch, where four may try: the transaction manager, another one through an acceptor, an
 * operator through us, and an operator through the engine's own control in JMX. One of them claims it; the others are
 * refused, and whoever asks for the branch meanwhile is never told that there is none.
 *
 * <p>The engine's control takes a branch out of the resource manager, completes it, and notes that last. This class
 * sees the taking out, being a plugin, and that the control has finished, because it can get the management lock, which
 * the control holds all the time. What the control left half done is finished then. A transaction manager that comes
 * through an acceptor takes the branch out in the same way; it comes with a connection, and no lock. When the branch is
 * completed, the branch itself tells.
 *
 * <p><b>Crash.</b> An operator's decision is on the disk before anything is done. If the branch is found prepared
 * beside it, the process died in between, and {@link #load} does what was decided. (The engine's control writes in the
 * other order: a process that dies there knows the work and not that it was an operator's.)
 *
 * <p>Safe for use by several threads; to be used within {@link Engine#call}. Lives as long as its engine.
 */
final class PreparedBranches implements ActiveMQServerResourcePlugin {

    private enum Owner { TRANSACTION_MANAGER, OPERATOR, CONTROL }

    /** A branch in somebody's hands. */
    private record Claim(Transaction transaction, Owner owner) { }

    private final ActiveMQServer server;
    private final Map<Xid, Claim> claims = new ConcurrentHashMap<>();
    /** The threads that take a branch out for this class; all others do it for the engine's control. */
    private final Set<Thread> removing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger putBacks = new AtomicInteger();
    /** A copy of the engine's list, which only holders of the management lock may read. True is committed. */
    private final Map<Xid, Boolean> outcomes = new ConcurrentHashMap<>();

    PreparedBranches(ActiveMQServer server) {
        this.server = server;
    }

    /** Reads what the store knows, and carries out what an operator had decided when the process died. */
    void load() throws Exception {
        resources().getHeuristicCommittedTransactions().forEach(xid -> outcomes.put(xid, true));
        resources().getHeuristicRolledbackTransactions().forEach(xid -> outcomes.put(xid, false));
        for (Xid xid : resources().getPreparedTransactions()) {
            Transaction transaction = resources().getTransaction(xid);
            KeptPages.follow(transaction, server.getPostOffice());
            Boolean decision = outcomes.get(xid);
            if (decision != null) {
                take(transaction, Owner.OPERATOR);
                complete(transaction, decision);
                claims.remove(xid);
                BrokerLog.decisionCarriedOut(xid, decision);
            }
        }
    }

    // ---- the truth ------------------------------------------------------------------------------------------------

    /** Finds a branch that is prepared, or that the transaction manager is completing; null if there is none. */
    Transaction find(Xid xid) throws Exception {
        while (true) {
            int before = putBacks.get();
            settle(xid);
            Claim claim = claims.get(xid);
            if (claim == null) {
                Transaction found = resources().getTransaction(xid);
                // Not there may also mean that somebody took it out, or put it back, just now.
                if (found != null || !claims.containsKey(xid) && before == putBacks.get()) {
                    return found != null && found.getState() == State.PREPARED ? found : null;
                }
            } else if (claim.owner == Owner.TRANSACTION_MANAGER) {
                return claim.transaction;
            }
        }
    }

    /** The numbers of the messages that prepared branches sent, as loaded: before anybody completes one. */
    Set<Long> sentMessages() {
        Set<Long> sent = new HashSet<>();
        for (Xid xid : resources().getPreparedTransactions()) {
            sent.addAll(PreparedBranch.sentMessages(resources().getTransaction(xid)));
        }
        return sent;
    }

    /** Lists the branches for which {@link #find} answers. */
    List<Xid> xids() throws Exception {
        Set<Xid> found = new LinkedHashSet<>();
        int before;
        do {
            before = putBacks.get();
            for (Xid claimed : claims.keySet()) {
                settle(claimed);
            }
            found.clear();
            found.addAll(resources().getPreparedTransactions());
            found.addAll(claims.keySet());
        } while (before != putBacks.get());
        return List.copyOf(found);
    }

    /** The branches that operators completed. To be asked for after those that are prepared. */
    List<HeuristicOutcome> outcomes() {
        List<HeuristicOutcome> list = new ArrayList<>();
        outcomes.forEach((xid, committed) -> list.add(new HeuristicOutcome(xid, committed)));
        return list;
    }

    // ---- the transaction manager ----------------------------------------------------------------------------------

    /** Makes room for a branch that is about to be prepared; false if there is one with this identifier. */
    boolean add(Transaction transaction) throws ActiveMQException {
        Xid xid = transaction.getXid();
        return !claims.containsKey(xid) && resources().putTransaction(xid, transaction, null);
    }

    /** Drops a branch that could not be prepared. */
    void drop(Transaction transaction) throws ActiveMQException {
        remove(transaction.getXid());
    }

    /**
     * Completes a branch for the transaction manager. If that fails, the branch is in doubt as before.
     *
     * @throws ActiveMQIllegalStateException if it is not prepared any more, or in somebody else's hands
     */
    void complete(Transaction transaction, Engine.Action completion) throws Exception {
        take(transaction, Owner.TRANSACTION_MANAGER);
        try {
            completion.run();
        } finally {
            if (transaction.getState() == State.PREPARED) {
                putBack(transaction);
            }
            claims.remove(transaction.getXid());
        }
    }

    // ---- operators ------------------------------------------------------------------------------------------------

    /**
     * Completes a branch by hand, and remembers that.
     *
     * @return false if there is no such branch
     * @throws ActiveMQIllegalStateException if it is in somebody else's hands
     */
    boolean completeByHand(Xid xid, boolean commit) throws Exception {
        return managing(() -> {
            Transaction transaction = find(xid);
            if (transaction == null) {
                return false;
            }
            take(transaction, Owner.OPERATOR);
            long record = -1;
            try {
                record = server.getStorageManager().storeHeuristicCompletion(xid, commit);
                server.getStorageManager().waitOnOperations();
                complete(transaction, commit);
            } finally {
                // Unless the last step fails. The claim stays then, nobody gets the branch, and load() finishes this.
                conclude(transaction, record, commit);
                claims.remove(xid);
            }
            return true;
        });
    }

    private static void complete(Transaction transaction, boolean commit) throws Exception {
        if (commit) {
            transaction.commit(false);
        } else {
            transaction.rollback();
        }
        if (transaction.getState() == State.PREPARED) {
            throw new ActiveMQIllegalStateException("the engine left branch " + transaction.getXid() + " prepared");
        }
    }

    private void conclude(Transaction transaction, long record, boolean commit) throws Exception {
        if (transaction.getState() != State.PREPARED) {
            resources().putHeuristicCompletion(record, transaction.getXid(), commit);
            outcomes.put(transaction.getXid(), commit);
            return;
        }
        if (record != -1) {
            server.getStorageManager().deleteHeuristicCompletion(record);
            server.getStorageManager().waitOnOperations();
        }
        putBack(transaction);
    }

    /** Drops the memory of an operator's decision; false if there is none. */
    boolean forget(Xid xid) throws Exception {
        return managing(() -> {
            settle(xid);
            Boolean committed = outcomes.get(xid);
            long record = committed == null ? -1 : resources().removeHeuristicCompletion(xid);
            if (record == -1) {
                // A client's transaction manager may have had it forgotten, which nobody told this class.
                outcomes.remove(xid);
                return false;
            }
            try {
                server.getStorageManager().deleteHeuristicCompletion(record);
            } catch (Exception e) {
                resources().putHeuristicCompletion(record, xid, committed);
                throw e;
            }
            outcomes.remove(xid);
            return true;
        });
    }

    // ---- the engine's control -------------------------------------------------------------------------------------

    /** Somebody takes a transaction out of the resource manager: this class, the engine's control, or a client's. */
    @Override
    public void beforeRemoveTransaction(Xid xid, RemotingConnection connection) throws ActiveMQException {
        if (removing.contains(Thread.currentThread())) {
            return;
        }
        Transaction transaction = resources().getTransaction(xid);
        if (connection != null) {
            claimForClient(xid, transaction);
        } else if (transaction == null || transaction.getState() == State.PREPARED) {
            claim(xid, transaction, Owner.CONTROL);
        }
        // Else it is a client's transaction that has timed out: nobody was promised anything.
    }

    private void claimForClient(Xid xid, Transaction transaction) throws ActiveMQException {
        if (claims.containsKey(xid)) {
            // Not that there is none, as the engine would say.
            throw new ActiveMQIllegalStateException("branch " + xid + " is being completed by somebody else");
        }
        if (transaction != null && transaction.getState() == State.PREPARED) {
            claim(xid, transaction, Owner.TRANSACTION_MANAGER);
            transaction.addOperation(new TransactionOperationAbstract() {
                @Override
                public void afterCommit(Transaction completed) {
                    claims.remove(xid);
                }

                @Override
                public void afterRollback(Transaction completed) {
                    claims.remove(xid);
                }
            });
        }
    }

    /** Waits for an operator who has the branch in his hands, and leaves the branch prepared or its outcome known. */
    private void settle(Xid xid) throws Exception {
        if (isOperators(claims.get(xid))) {
            managing(() -> {
                Claim claim = claims.get(xid);
                if (isOperators(claim)) {
                    settle(xid, claim);
                    claims.remove(xid);
                }
                return null;
            });
        }
    }

    private static boolean isOperators(Claim claim) {
        return claim != null && claim.owner != Owner.TRANSACTION_MANAGER;
    }

    private void settle(Xid xid, Claim claim) throws Exception {
        boolean prepared = claim.transaction.getState() == State.PREPARED;
        if (claim.owner == Owner.OPERATOR) {
            throw new ActiveMQIllegalStateException("what an operator decided for branch " + xid
                    + " could be neither done nor withdrawn; open the broker anew, and it will be done");
        }
        if (resources().getHeuristicCommittedTransactions().contains(xid)) {
            outcomes.put(xid, true);
        } else if (resources().getHeuristicRolledbackTransactions().contains(xid)) {
            outcomes.put(xid, false);
        } else if (prepared) {
            putBack(claim.transaction);
            BrokerLog.controlFailed(xid);
            return;
        } else {
            boolean committed = claim.transaction.getState() == State.COMMITTED;
            long record = server.getStorageManager().storeHeuristicCompletion(xid, committed);
            server.getStorageManager().waitOnOperations();
            resources().putHeuristicCompletion(record, xid, committed);
            outcomes.put(xid, committed);
        }
        BrokerLog.completedByHand(xid, outcomes.get(xid));
    }

    // ---- steps ----------------------------------------------------------------------------------------------------

    private void take(Transaction transaction, Owner owner) throws ActiveMQException {
        Xid xid = transaction.getXid();
        claim(xid, transaction, owner);
        remove(xid);
    }

    private void remove(Xid xid) throws ActiveMQException {
        removing.add(Thread.currentThread());
        try {
            resources().removeTransaction(xid, null);
        } finally {
            removing.remove(Thread.currentThread());
        }
    }

    private void claim(Xid xid, Transaction transaction, Owner owner) throws ActiveMQIllegalStateException {
        if (transaction == null) {
            throw notPrepared(xid);
        }
        if (claims.putIfAbsent(xid, new Claim(transaction, owner)) != null) {
            throw new ActiveMQIllegalStateException("branch " + xid + " is being completed by somebody else");
        }
        if (resources().getTransaction(xid) != transaction) {
            claims.remove(xid);
            throw notPrepared(xid);
        }
    }

    private static ActiveMQIllegalStateException notPrepared(Xid xid) {
        return new ActiveMQIllegalStateException("branch " + xid + " is not prepared any more");
    }

    private void putBack(Transaction transaction) throws ActiveMQException {
        resources().putTransaction(transaction.getXid(), transaction, null);
        putBacks.incrementAndGet();
    }

    /** Does something that no operation of the engine's control comes in between of; fails after a minute's wait. */
    private <T> T managing(Engine.Call<T> call) throws Exception {
        AutoCloseable lock = server.managementLock();
        try {
            return call.run();
        } finally {
            lock.close();
        }
    }

    private ResourceManager resources() {
        return server.getResourceManager();
    }
}
