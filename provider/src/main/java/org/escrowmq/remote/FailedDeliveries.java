package org.escrowmq.remote;

import jakarta.jms.JMSException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of messages whose transaction is going to be rolled back: where the consumers' rules say so, they wait,
 * or are dead letters. The copies and the acknowledgements are one transaction of their own, so that a crash leaves one
 * of the two messages. If that cannot be done, everything comes back at once. Used once, by one thread.
 */
final class FailedDeliveries {

    private final Collection<HeldWork> held;
    private final Set<HeldWork.Acknowledgement> moving;
    private final Set<HeldWork> acknowledged = new LinkedHashSet<>();

    /** All that the transaction has held back. */
    FailedDeliveries(Collection<HeldWork> held) {
        this.held = held;
        this.moving = held.stream()
                .filter(HeldWork.Acknowledgement.class::isInstance).map(HeldWork.Acknowledgement.class::cast)
                .filter(HeldWork.Acknowledgement::isToBeMoved).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Decides about each message.
     *
     * @return what is settled, so that it has nothing to do with the rollback any more
     */
    Set<? extends HeldWork> settle(Recovery recovery) {
        if (moving.isEmpty()) {
            return moving;
        }
        RemoteTransaction move = RemoteTransaction.begin(recovery, null);
        try {
            for (HeldWork.Acknowledgement each : moving) {
                each.move(move);
                acknowledged.add(each);
            }
            move.commit();
        } catch (JMSException e) {
            moving.forEach(each -> each.notMoved(e));
            return giveBack(move);
        }
        moving.forEach(HeldWork.Acknowledgement::moved);
        return moving;
    }

    /** The rollback counts a delivery as one only of what was acknowledged in it. */
    private Set<HeldWork> giveBack(RemoteTransaction move) {
        if (!move.isOpen()) {
            // The broker has rolled the move back; or did not answer, and the connection is lost.
            return acknowledged;
        }
        try {
            for (HeldWork each : held) {
                if (!acknowledged.contains(each)) {
                    move.work(each);
                }
            }
            move.rollback();
        } catch (JMSException e) {
            RemoteLog.debug("What could not be moved is taken back by the broker: the connection is lost", e);
        }
        return new LinkedHashSet<>(held);
    }
}
