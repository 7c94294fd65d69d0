package org.escrowmq.it.crash.victim;

import com.arjuna.ats.arjuna.AtomicAction;
import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.exceptions.ObjectStoreException;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.arjuna.state.InputObjectState;
import com.arjuna.ats.internal.arjuna.common.UidHelper;
import com.arjuna.ats.internal.arjuna.tools.log.EditableAtomicAction;
import java.io.IOException;

/**
 * What the transaction manager keeps of a transaction with a single store that was asked to commit in one phase and
 * gave no answer: a note for an operator, who alone can find out. It has said so to whoever committed. For use by one
 * thread.
 */
final class UnansweredCommit extends AtomicAction {

    private UnansweredCommit(Uid uid) {
        super(uid);
    }

    /** Takes note of all of them, as an operator does. */
    static void forgetAll() throws IOException {
        try {
            InputObjectState found = new InputObjectState();
            StoreManager.getRecoveryStore().allObjUids(new AtomicAction().type(), found);
            Uid uid = UidHelper.unpackFrom(found);
            while (uid.notEquals(Uid.nullUid())) {
                if (new UnansweredCommit(uid).isThat()) {
                    new EditableAtomicAction(uid).deleteHeuristicParticipant(0);
                }
                uid = UidHelper.unpackFrom(found);
            }
        } catch (ObjectStoreException e) {
            throw new IOException("Could not read the log of the transaction manager", e);
        }
    }

    /** With a second store there would have been a promise. */
    private boolean isThat() {
        return activate() && (preparedList == null || preparedList.size() == 0)
                && heuristicList != null && heuristicList.size() == 1;
    }
}
