package org.escrowmq;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.Xid;
import org.escrowmq.InDoubtBranch.Decision;
import org.escrowmq.broker.Broker.HeuristicOutcome;
import org.escrowmq.broker.EmbeddedBroker;
import org.escrowmq.broker.PreparedBranch;
import org.escrowmq.transaction.BranchId;

/** What an operator can do with the branches of a broker. Safe for use by several threads. */
final class InDoubtBranches {

    private final EmbeddedBroker broker;

    InDoubtBranches(EmbeddedBroker broker) {
        this.broker = broker;
    }

    /** Something asked of the broker. */
    @FunctionalInterface
    private interface Action<T> {
        T run() throws JMSException;
    }

    List<InDoubtBranch> list() {
        return translated(() -> {
            List<InDoubtBranch> found = new ArrayList<>();
            // In this order: a branch may become the one after it has not been the other.
            broker.describePrepared().forEach(branch -> found.add(of(branch)));
            broker.heuristicOutcomes().forEach(outcome -> found.add(of(outcome)));
            return found;
        });
    }

    void complete(String id, boolean commit) {
        translated(() -> {
            Xid xid = find(id, broker.preparedXids());
            if (xid == null || !broker.completeByHand(xid, commit)) {
                throw new IllegalStateException("No branch " + id + " is prepared" + alternatives(), "NO_SUCH_BRANCH");
            }
            return null;
        });
    }

    void forget(String id) {
        translated(() -> {
            Xid xid = find(id, broker.heuristicOutcomes().stream().map(HeuristicOutcome::xid).toList());
            if (xid == null || !broker.forget(xid)) {
                throw new IllegalStateException(
                        "No branch " + id + " was completed by an operator" + alternatives(), "NO_SUCH_BRANCH");
            }
            return null;
        });
    }

    private String alternatives() {
        List<InDoubtBranch> all = list();
        return all.isEmpty() ? "; no branch is in doubt" : "; in doubt are " + all;
    }

    private static Xid find(String id, List<Xid> among) {
        return among.stream().filter(xid -> BranchId.of(xid).toString().equals(id)).findFirst().orElse(null);
    }

    private static InDoubtBranch of(PreparedBranch branch) {
        BranchId id = BranchId.of(branch.xid());
        Duration age = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - branch.since()));
        return new InDoubtBranch(id.toString(), id.getFormatId(), age, id.transactionManagerNode(),
                branch.destinations(), branch.sent(), branch.consumed(), Decision.NONE);
    }

    private static InDoubtBranch of(HeuristicOutcome outcome) {
        BranchId id = BranchId.of(outcome.xid());
        return new InDoubtBranch(id.toString(), id.getFormatId(), Duration.ZERO, id.transactionManagerNode(),
                List.of(), 0, 0, outcome.committed() ? Decision.COMMITTED : Decision.ROLLED_BACK);
    }

    private static <T> T translated(Action<T> action) {
        try {
            return action.run();
        } catch (JMSException e) {
            throw new EscrowBrokerException(e.getMessage(), e.getErrorCode(), e);
        }
    }
}
