package org.escrowmq.transaction;

import java.util.Set;

/**
 * What one resource has to do with one branch: the association states T0 to T2 of the XA specification, table 6-2, with
 * a resource in the place of a thread of control (JTA 3.4.4).
 */
enum Association {
    /** T0: nothing. {@code RESUME} is legal if another resource has suspended work in the branch: it migrates. */
    NONE(BranchCall.START, BranchCall.JOIN, BranchCall.RESUME),
    /** T1: work done through the resource belongs to the branch. */
    ACTIVE(BranchCall.END, BranchCall.FAIL, BranchCall.SUSPEND),
    /** T2: the work is interrupted, to be resumed or ended. */
    SUSPENDED(BranchCall.RESUME, BranchCall.END, BranchCall.FAIL);

    private final Set<BranchCall> legal;

    Association(BranchCall... legal) {
        this.legal = Set.of(legal);
    }

    /** Whether a start or end is legal as far as this resource is concerned; the branch's state has its own say. */
    boolean allows(BranchCall call) {
        return legal.contains(call);
    }
}
