package org.escrowmq.transaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.Xid;

/**
 * The identity of a transaction branch: the three parts of an {@link Xid}, never altered, compared by value.
 *
 * <p>Immutable: what goes in and what comes out is copied. Equal only to another {@code BranchId}, since other
 * implementations of Xid need not have an {@code equals} at all; make one {@linkplain #of of} the Xid to compare.
 */
public final class BranchId implements Xid {

    private static final HexFormat HEX = HexFormat.of();

    /** Narayana's format: the global part is an identifier of 28 bytes and the node's name. */
    private static final int NARAYANA = 0x20005;
    private static final int NARAYANA_UID_BYTES = 28;

    private final int formatId;
    private final byte[] globalTransactionId;
    private final byte[] branchQualifier;
    private final int hash;

    private BranchId(int formatId, byte[] globalTransactionId, byte[] branchQualifier) {
        this.formatId = formatId;
        this.globalTransactionId = globalTransactionId;
        this.branchQualifier = branchQualifier;
        this.hash = 31 * (31 * Arrays.hashCode(globalTransactionId) + Arrays.hashCode(branchQualifier)) + formatId;
    }

    /**
     * Copies an Xid.
     *
     * @throws IllegalArgumentException if it is null, or one of its byte parts is null or longer than 64 bytes
     */
    public static BranchId of(Xid xid) {
        if (xid instanceof BranchId own) {
            return own;
        }
        if (xid == null) {
            throw new IllegalArgumentException("The Xid is null");
        }
        return new BranchId(xid.getFormatId(),
                copy("global transaction id", xid.getGlobalTransactionId(), MAXGTRIDSIZE),
                copy("branch qualifier", xid.getBranchQualifier(), MAXBQUALSIZE));
    }

    private static byte[] copy(String part, byte[] bytes, int limit) {
        if (bytes == null || bytes.length > limit) {
            throw new IllegalArgumentException("The " + part + " of the Xid "
                    + (bytes == null ? "is null" : "has " + bytes.length + " bytes")
                    + "; 0 to " + limit + " bytes are allowed");
        }
        return bytes.clone();
    }

    @Override
    public int getFormatId() {
        return formatId;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return globalTransactionId.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return branchQualifier.clone();
    }

    /** The node name of the transaction manager that made this Xid, or null if it is none that is known here. */
    public String transactionManagerNode() {
        return formatId == NARAYANA && globalTransactionId.length > NARAYANA_UID_BYTES
                ? new String(globalTransactionId, NARAYANA_UID_BYTES,
                        globalTransactionId.length - NARAYANA_UID_BYTES, StandardCharsets.UTF_8)
                : null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BranchId that
                && formatId == that.formatId
                && Arrays.equals(globalTransactionId, that.globalTransactionId)
                && Arrays.equals(branchQualifier, that.branchQualifier);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The parts as {@code format:global:branch}, the bytes in hexadecimal. */
    @Override
    public String toString() {
        return formatId + ":" + HEX.formatHex(globalTransactionId) + ":" + HEX.formatHex(branchQualifier);
    }
}
