package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** The identity of branches. */
class BranchIdTest {

    @Test
    void itIsEqualIfAndOnlyIfAllThreePartsAre() {
        BranchId id = id(7, 1, 2);
        assertThat(id).isEqualTo(id(7, 1, 2)).hasSameHashCodeAs(id(7, 1, 2));
        assertThat(id).isNotEqualTo(id(8, 1, 2)).isNotEqualTo(id(7, 3, 2)).isNotEqualTo(id(7, 1, 3));
        assertThat(BranchId.of(new TestXid(7, new byte[] {1, 2}, new byte[0])))
                .as("the border between the parts counts")
                .isNotEqualTo(BranchId.of(new TestXid(7, new byte[] {1}, new byte[] {2})));
    }

    @Test
    void itKeepsItsBytesWhateverHappensToTheArrays() {
        byte[] global = {1, 2};
        byte[] branch = {3};
        BranchId id = BranchId.of(new TestXid(7, global, branch));
        global[0] = 9;
        branch[0] = 9;
        id.getGlobalTransactionId()[1] = 9;
        id.getBranchQualifier()[0] = 9;
        assertThat(id.getGlobalTransactionId()).containsExactly(1, 2);
        assertThat(id.getBranchQualifier()).containsExactly(3);
    }

    @Test
    void itReadsAsFormatAndHexadecimalParts() {
        assertThat(BranchId.of(new TestXid(131077, new byte[] {0, -1, 16}, new byte[0])))
                .hasToString("131077:00ff10:");
    }

    @Test
    void partsThatAreTooLongOrMissingAreRefusedByName() {
        assertThatThrownBy(() -> BranchId.of(null)).hasMessage("The Xid is null");
        assertThatThrownBy(() -> BranchId.of(new TestXid(1, new byte[65], new byte[0])))
                .hasMessageContainingAll("global transaction id", "65", "0 to 64");
        assertThatThrownBy(() -> BranchId.of(new TestXid(1, new byte[64], null)))
                .hasMessageContainingAll("branch qualifier", "null", "0 to 64");
    }

    private static BranchId id(int format, int global, int branch) {
        Xid xid = new TestXid(format, new byte[] {(byte) global}, new byte[] {(byte) branch});
        return BranchId.of(xid);
    }
}
