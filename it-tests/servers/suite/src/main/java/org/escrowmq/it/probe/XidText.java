package org.escrowmq.it.probe;

import java.util.HexFormat;
import javax.transaction.xa.Xid;

/** Xids as text that can name a file and be compared: format id, global transaction id, branch qualifier. Stateless. */
public final class XidText {

    private static final HexFormat HEX = HexFormat.of();

    private XidText() {
    }

    /** Writes a Xid. */
    public static String format(Xid xid) {
        return xid.getFormatId() + "_" + globalTransaction(xid) + "_" + HEX.formatHex(xid.getBranchQualifier());
    }

    /** The part of a Xid that is the same for all branches of a transaction. */
    public static String globalTransaction(Xid xid) {
        return HEX.formatHex(xid.getGlobalTransactionId());
    }

    static Xid parse(String text) {
        String[] parts = text.split("_", 3);
        return new ParsedXid(Integer.parseInt(parts[0]), HEX.parseHex(parts[1]), HEX.parseHex(parts[2]));
    }

    private record ParsedXid(int formatId, byte[] globalTransactionId, byte[] branchQualifier) implements Xid {

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
    }
}
