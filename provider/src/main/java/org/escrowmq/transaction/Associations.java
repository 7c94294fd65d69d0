package org.escrowmq.transaction;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.transaction.xa.XAException;

/** Which resources work in one branch, or have suspended their work there. Guarded by the branch's lock. */
final class Associations {

    private final BranchId id;
    private final Map<EscrowXAResource, Association> byResource = new LinkedHashMap<>();

    Associations(BranchId id) {
        this.id = id;
    }

    /** True if work done through the resource belongs to the branch. */
    boolean isActive(EscrowXAResource resource) {
        return of(resource) == Association.ACTIVE;
    }

    /** A resource works in the branch from now on; with RESUME it goes on with its own or another's suspended work. */
    void start(EscrowXAResource resource, BranchCall call) throws XAException {
        Association own = of(resource);
        if (!own.allows(call)) {
            throw XaErrors.outOfOrder(call, id, "work of this resource in it is suspended: resume or end it");
        }
        if (call == BranchCall.RESUME && own == Association.NONE) {
            takeOverSuspended();
        }
        byResource.put(resource, Association.ACTIVE);
    }

    /** Checks that an end is legal for this resource. */
    void checkEnd(EscrowXAResource resource, BranchCall call) throws XAException {
        Association own = of(resource);
        if (!own.allows(call)) {
            throw XaErrors.outOfOrder(call, id, own == Association.NONE
                    ? "this resource does no work in it" : "the work of this resource is suspended already");
        }
    }

    void suspend(EscrowXAResource resource) {
        byResource.put(resource, Association.SUSPENDED);
    }

    void remove(EscrowXAResource resource) {
        byResource.remove(resource);
    }

    /** The state of an open branch with these associations. */
    BranchState state() {
        if (byResource.containsValue(Association.ACTIVE)) {
            return BranchState.ACTIVE;
        }
        return byResource.isEmpty() ? BranchState.IDLE : BranchState.SUSPENDED;
    }

    /** Migration: the work goes on through another resource than the one that suspended it. */
    private void takeOverSuspended() throws XAException {
        EscrowXAResource other = byResource.entrySet().stream()
                .filter(entry -> entry.getValue() == Association.SUSPENDED)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> XaErrors.outOfOrder(BranchCall.RESUME, id, "no work in it is suspended"));
        byResource.remove(other);
    }

    private Association of(EscrowXAResource resource) {
        return byResource.getOrDefault(resource, Association.NONE);
    }
}
