package org.escrowmq.broker;

import javax.transaction.xa.Xid;

/** An Xid of nobody's class in particular. */
record TransactionXid(int getFormatId, byte[] getGlobalTransactionId, byte[] getBranchQualifier) implements Xid {

    /** One of many. */
    TransactionXid(int number) {
        this(77, new byte[] {1, (byte) number}, new byte[] {2, (byte) number});
    }
}
