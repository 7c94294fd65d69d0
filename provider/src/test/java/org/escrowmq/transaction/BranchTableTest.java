package org.escrowmq.transaction;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.transaction.XaFixture.TestSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escrowmq.transaction.XaFixture.result;

/**
 * Every call in every situation of a branch, on the XAResource of a session.
 *
 * <p>A cell says what the call comes to, ok, RDONLY or the XA code, and after {@code >} the state that the branch is in
 * then, if it is another one than before ({@code gone}: the next call would say NOTA). A situation that names
 * <em>mine</em> is about work of the resource that is called, <em>other</em> about work of another session's resource.
 */
class BranchTableTest {

    private static final String COLUMNS = """
            start       join       resume     end        fail               suspend       prepare      commit1        commit      rollback    forget
            """;

    private static final String TABLE = """
            unknown                      | ok>ACTIVE NOTA       NOTA       NOTA       NOTA             NOTA         NOTA        NOTA        NOTA    NOTA                NOTA
            active: mine                 | PROTO     PROTO      PROTO      ok>IDLE    ok>ROLLBACK_ONLY ok>SUSPENDED PROTO       PROTO       PROTO   PROTO>ROLLBACK_ONLY PROTO
            active: other                | DUPID     ok         PROTO      PROTO      PROTO            PROTO        PROTO       PROTO       PROTO   PROTO>ROLLBACK_ONLY PROTO
            active: mine and other       | PROTO     PROTO      PROTO      ok         ok>ROLLBACK_ONLY ok           PROTO       PROTO       PROTO   PROTO>ROLLBACK_ONLY PROTO
            active: other, mine susp.    | DUPID     PROTO      ok         ok         ok>ROLLBACK_ONLY PROTO        PROTO       PROTO       PROTO   PROTO>ROLLBACK_ONLY PROTO
            suspended: mine              | DUPID     PROTO      ok>ACTIVE  ok>IDLE    ok>ROLLBACK_ONLY PROTO        PROTO       PROTO       PROTO   ok>gone             PROTO
            suspended: other             | DUPID     ok>ACTIVE  ok>ACTIVE  PROTO      PROTO            PROTO        PROTO       PROTO       PROTO   ok>gone             PROTO
            suspended: mine and other    | DUPID     PROTO      ok>ACTIVE  ok         ok>ROLLBACK_ONLY PROTO        PROTO       PROTO       PROTO   ok>gone             PROTO
            idle                         | DUPID     ok>ACTIVE  PROTO      PROTO      PROTO            PROTO        ok>PREPARED ok>gone     PROTO   ok>gone             PROTO
            idle, no work                | DUPID     ok>ACTIVE  PROTO      PROTO      PROTO            PROTO        RDONLY>gone ok>gone     PROTO   ok>gone             PROTO
            idle, mine busy elsewhere    | PROTO     PROTO      PROTO      PROTO      PROTO            PROTO        ok>PREPARED ok>gone     PROTO   ok>gone             PROTO
            idle, undone by broker       | DUPID     ok>ACTIVE  PROTO      PROTO      PROTO            PROTO        RBROLLBACK>gone RBROLLBACK>gone PROTO ok>gone       PROTO
            idle, storage failing        | DUPID     ok>ACTIVE  PROTO      PROTO      PROTO            PROTO        RBOTHER>gone RBOTHER>gone PROTO ok>gone             PROTO
            rollback-only: mine active   | PROTO     PROTO      PROTO      RBROLLBACK RBROLLBACK       RBROLLBACK   RBROLLBACK>gone RBROLLBACK>gone PROTO ok>gone       PROTO
            rollback-only: mine susp.    | DUPID     RBROLLBACK RBROLLBACK RBROLLBACK RBROLLBACK       PROTO        RBROLLBACK>gone RBROLLBACK>gone PROTO ok>gone       PROTO
            rollback-only: other active  | DUPID     RBROLLBACK RBROLLBACK PROTO      PROTO            PROTO        RBROLLBACK>gone RBROLLBACK>gone PROTO ok>gone       PROTO
            rollback-only: ended         | DUPID     RBROLLBACK RBROLLBACK PROTO      PROTO            PROTO        RBROLLBACK>gone RBROLLBACK>gone PROTO ok>gone       PROTO
            timed out: mine active       | PROTO     PROTO      PROTO      RBTIMEOUT  RBTIMEOUT        RBTIMEOUT    RBTIMEOUT>gone RBTIMEOUT>gone PROTO   ok>gone       PROTO
            timed out: mine susp.        | DUPID     RBTIMEOUT  RBTIMEOUT  RBTIMEOUT  RBTIMEOUT        PROTO        RBTIMEOUT>gone RBTIMEOUT>gone PROTO   ok>gone       PROTO
            timed out: other active      | DUPID     RBTIMEOUT  RBTIMEOUT  PROTO      PROTO            PROTO        RBTIMEOUT>gone RBTIMEOUT>gone PROTO   ok>gone       PROTO
            timed out: ended             | DUPID     RBTIMEOUT  RBTIMEOUT  PROTO      PROTO            PROTO        RBTIMEOUT>gone RBTIMEOUT>gone PROTO   ok>gone       PROTO
            prepared                     | DUPID     PROTO      PROTO      PROTO      PROTO            PROTO        PROTO       PROTO       ok>gone ok>gone             PROTO
            prepared, after a restart    | DUPID     PROTO      PROTO      PROTO      PROTO            PROTO        PROTO       PROTO       ok>gone ok>gone             PROTO
            prepared, storage failing    | DUPID     PROTO      PROTO      PROTO      PROTO            PROTO        PROTO       PROTO       RETRY   RMFAIL              PROTO
            committed by an operator     | DUPID     PROTO      PROTO      PROTO      PROTO            PROTO        PROTO       HEURCOM     HEURCOM HEURCOM             ok>gone
            rolled back by an operator   | DUPID     PROTO      PROTO      PROTO      PROTO            PROTO        PROTO       HEURRB      HEURRB  HEURRB              ok>gone
            by operator, after a restart | DUPID     PROTO      PROTO      PROTO      PROTO            PROTO        PROTO       HEURCOM     HEURCOM HEURCOM             ok>gone
            gone: committed              | ok>ACTIVE NOTA       NOTA       NOTA       NOTA             NOTA         NOTA        NOTA        NOTA    NOTA                NOTA
            gone: one phase              | ok>ACTIVE NOTA       NOTA       NOTA       NOTA             NOTA         NOTA        NOTA        NOTA    NOTA                NOTA
            gone: read-only              | ok>ACTIVE NOTA       NOTA       NOTA       NOTA             NOTA         NOTA        NOTA        NOTA    NOTA                NOTA
            gone: rolled back            | ok>ACTIVE NOTA       NOTA       NOTA       NOTA             NOTA         NOTA        NOTA        NOTA    NOTA                NOTA
            gone: forgotten              | ok>ACTIVE NOTA       NOTA       NOTA       NOTA             NOTA         NOTA        NOTA        NOTA    NOTA                NOTA
            gone: without end of mine    | ok>ACTIVE NOTA       NOTA       RBROLLBACK RBROLLBACK       RBROLLBACK   NOTA        NOTA        NOTA    NOTA                NOTA
            unknown, mine busy elsewhere | PROTO     PROTO      PROTO      NOTA       NOTA             NOTA         NOTA        NOTA        NOTA    NOTA                NOTA
            broker closed                | RMFAIL    RMFAIL     RMFAIL     RMFAIL     RMFAIL           RMFAIL       RMFAIL      RMFAIL      RMFAIL  RMFAIL              RMFAIL
            """;

    private static final Xid XID = TestXid.of("table");
    private static final Xid ELSEWHERE = TestXid.of("elsewhere");

    /** Makes a situation; a new session is the one whose resource will be called if none is returned. */
    private interface Situation {
        TestSession arrange(XaFixture x) throws XAException, JMSException;
    }

    private static final Map<String, Situation> SITUATIONS = situations();

    @TestFactory
    Stream<DynamicTest> everyCallInEverySituationAnswersAsTheTableSays() {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> calls = List.of(COLUMNS.trim().split("\\s+"));
        TABLE.lines().forEach(line -> {
            String situation = line.substring(0, line.indexOf('|')).trim();
            String[] cells = line.substring(line.indexOf('|') + 1).trim().split("\\s+");
            assertThat(cells).as(situation).hasSize(calls.size());
            for (int i = 0; i < cells.length; i++) {
                String call = calls.get(i);
                String expected = cells[i];
                tests.add(DynamicTest.dynamicTest(situation + ": " + call + " is " + expected,
                        () -> check(situation, call, expected)));
            }
        });
        return tests.stream();
    }

    @Test
    void theTableHasARowForEverySituationAndEveryBranchState() {
        List<String> rows = TABLE.lines().map(line -> line.substring(0, line.indexOf('|')).trim()).toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(SITUATIONS.keySet());
        assertThat(SITUATIONS.keySet().stream().map(situation -> stateIn(situation))).contains(
                "ACTIVE", "SUSPENDED", "IDLE", "ROLLBACK_ONLY", "TIMED_OUT", "PREPARED",
                "HEURISTICALLY_COMMITTED", "HEURISTICALLY_ROLLED_BACK", "gone");
    }

    @TestFactory
    Stream<DynamicTest> flagsThatDoNotExistAreInvalidInEverySituationAndChangeNothing() {
        int[] startFlags = {XAResource.TMJOIN | XAResource.TMRESUME, XAResource.TMSUCCESS, XAResource.TMSUSPEND,
            XAResource.TMENDRSCAN, XAResource.TMONEPHASE, 0x00100000, 1, -1};
        int[] endFlags = {XAResource.TMNOFLAGS, XAResource.TMSUCCESS | XAResource.TMFAIL,
            XAResource.TMSUSPEND | 0x00100000, XAResource.TMJOIN, XAResource.TMRESUME, XAResource.TMONEPHASE, 1, -1};
        return SITUATIONS.keySet().stream().map(situation -> DynamicTest.dynamicTest(situation, () -> {
            XaFixture x = new XaFixture();
            TestSession mine = arrange(situation, x);
            String before = x.state(XID);
            List<String> outcomes = x.outcomes();
            for (int flags : startFlags) {
                assertThat(result(() -> mine.xa.start(XID, flags))).as("start %x", flags).isEqualTo("INVAL");
            }
            for (int flags : endFlags) {
                assertThat(result(() -> mine.xa.end(XID, flags))).as("end %x", flags).isEqualTo("INVAL");
            }
            assertThat(x.state(XID)).isEqualTo(before);
            assertThat(x.outcomes()).isEqualTo(outcomes);
        }));
    }

    private static void check(String situation, String call, String expected) throws Exception {
        XaFixture x = new XaFixture();
        TestSession mine = arrange(situation, x);
        String before = x.state(XID);
        List<String> outcomes = x.outcomes();
        String answer = call(mine.xa, call);
        String after = x.state(XID);
        assertThat(after.equals(before) ? answer : answer + ">" + after).isEqualTo(expected);
        if (List.of("NOTA", "DUPID", "PROTO", "INVAL").contains(expected)) {
            assertThat(x.outcomes()).as("a refused call changes nothing in the store").isEqualTo(outcomes);
        }
    }

    private static String call(XAResource xa, String call) throws XAException {
        if (call.equals("prepare")) {
            int[] vote = {-1};
            String result = result(() -> vote[0] = xa.prepare(XID));
            return vote[0] == XAResource.XA_RDONLY ? "RDONLY" : result;
        }
        return result(switch (call) {
            case "start" -> () -> xa.start(XID, XAResource.TMNOFLAGS);
            case "join" -> () -> xa.start(XID, XAResource.TMJOIN);
            case "resume" -> () -> xa.start(XID, XAResource.TMRESUME);
            case "end" -> () -> xa.end(XID, XAResource.TMSUCCESS);
            case "fail" -> () -> xa.end(XID, XAResource.TMFAIL);
            case "suspend" -> () -> xa.end(XID, XAResource.TMSUSPEND);
            case "commit1" -> () -> xa.commit(XID, true);
            case "commit" -> () -> xa.commit(XID, false);
            case "rollback" -> () -> xa.rollback(XID);
            case "forget" -> () -> xa.forget(XID);
            default -> throw new IllegalArgumentException(call);
        });
    }

    private static TestSession arrange(String situation, XaFixture x) throws XAException, JMSException {
        TestSession mine = SITUATIONS.get(situation).arrange(x);
        return mine == null ? x.session("mine") : mine;
    }

    private static String stateIn(String situation) {
        try {
            XaFixture x = new XaFixture();
            arrange(situation, x);
            return x.state(XID);
        } catch (XAException | JMSException e) {
            throw new AssertionError(situation, e);
        }
    }

    // ---- situations -----------------------------------------------------------------------------------------------

    private static Map<String, Situation> situations() {
        Map<String, Situation> s = new HashMap<>();
        s.put("unknown", x -> null);
        s.put("active: mine", BranchTableTest::active);
        s.put("active: other", x -> other(active(x)));
        s.put("active: mine and other", x -> joined(x, active(x)));
        s.put("active: other, mine susp.", x -> end(XAResource.TMSUSPEND, x, joinedBoth(x))[0]);
        s.put("suspended: mine", x -> suspended(active(x)));
        s.put("suspended: other", x -> other(suspended(active(x))));
        s.put("suspended: mine and other", x -> {
            TestSession[] both = end(XAResource.TMSUSPEND, x, joinedBoth(x));
            suspended(both[1]);
            return both[0];
        });
        s.put("idle", x -> other(idle(x)));
        s.put("idle, no work", x -> {
            TestSession session = x.session("worker");
            session.xa.start(XID, XAResource.TMNOFLAGS);
            session.xa.end(XID, XAResource.TMSUCCESS);
            return session;
        });
        s.put("idle, mine busy elsewhere", x -> {
            idle(x);
            return busy(x);
        });
        s.put("idle, undone by broker", x -> {
            idle(x);
            x.broker.rollBackActive();
            return null;
        });
        s.put("idle, storage failing", x -> {
            idle(x);
            failing(x);
            return null;
        });
        s.put("gone: without end of mine", x -> {
            TestSession mine = active(x);
            result(() -> mine.xa.rollback(XID));
            x.session("manager").xa.rollback(XID);
            return mine;
        });
        s.put("unknown, mine busy elsewhere", BranchTableTest::busy);
        s.put("broker closed", x -> {
            TestSession mine = active(x);
            x.branches.close();
            return mine;
        });
        condemned(s);
        completed(s);
        return s;
    }

    private static void condemned(Map<String, Situation> s) {
        s.put("rollback-only: mine active", x -> end(XAResource.TMFAIL, x, joinedBoth(x))[1]);
        s.put("rollback-only: mine susp.", x -> {
            TestSession[] both = joinedBoth(x);
            suspended(both[0]);
            both[1].xa.end(XID, XAResource.TMFAIL);
            return both[0];
        });
        s.put("rollback-only: other active", x -> other(end(XAResource.TMFAIL, x, joinedBoth(x))[1]));
        s.put("rollback-only: ended", x -> {
            TestSession mine = active(x);
            mine.xa.end(XID, XAResource.TMFAIL);
            return mine;
        });
        s.put("timed out: mine active", x -> late(x, active(x)));
        s.put("timed out: mine susp.", x -> late(x, suspended(active(x))));
        s.put("timed out: other active", x -> other(late(x, active(x))));
        s.put("timed out: ended", x -> late(x, idle(x)));
    }

    private static void completed(Map<String, Situation> s) {
        s.put("prepared", BranchTableTest::prepared);
        s.put("prepared, after a restart", x -> {
            prepared(x);
            x.restart();
            return null;
        });
        s.put("prepared, storage failing", x -> {
            prepared(x);
            failing(x);
            return null;
        });
        s.put("committed by an operator", x -> {
            TestSession mine = prepared(x);
            x.broker.commitByOperator(XID);
            return mine;
        });
        s.put("rolled back by an operator", x -> {
            TestSession mine = prepared(x);
            x.broker.rollBackByOperator(XID);
            return mine;
        });
        s.put("by operator, after a restart", x -> {
            prepared(x);
            x.broker.commitByOperator(XID);
            x.restart();
            return null;
        });
        s.put("gone: committed", x -> {
            TestSession mine = prepared(x);
            mine.xa.commit(XID, false);
            return mine;
        });
        s.put("gone: one phase", x -> {
            TestSession mine = idle(x);
            mine.xa.commit(XID, true);
            return mine;
        });
        s.put("gone: read-only", x -> {
            TestSession mine = SITUATIONS.get("idle, no work").arrange(x);
            mine.xa.prepare(XID);
            return mine;
        });
        s.put("gone: rolled back", x -> {
            TestSession mine = idle(x);
            mine.xa.rollback(XID);
            return mine;
        });
        s.put("gone: forgotten", x -> {
            TestSession mine = prepared(x);
            x.broker.commitByOperator(XID);
            mine.xa.forget(XID);
            return mine;
        });
    }

    private static TestSession active(XaFixture x) throws XAException, JMSException {
        TestSession session = x.session("worker");
        session.xa.setTransactionTimeout(30);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("work");
        return session;
    }

    private static TestSession joined(XaFixture x, TestSession first) throws XAException, JMSException {
        TestSession second = x.session("joined");
        second.xa.start(XID, XAResource.TMJOIN);
        second.send("more work");
        return first;
    }

    private static TestSession[] joinedBoth(XaFixture x) throws XAException, JMSException {
        TestSession first = active(x);
        TestSession second = x.session("joined");
        second.xa.start(XID, XAResource.TMJOIN);
        return new TestSession[] {first, second};
    }

    /** Ends the first of two. */
    private static TestSession[] end(int flags, XaFixture x, TestSession[] both) throws XAException {
        both[0].xa.end(XID, flags);
        return both;
    }

    private static TestSession suspended(TestSession session) throws XAException {
        session.xa.end(XID, XAResource.TMSUSPEND);
        return session;
    }

    private static TestSession idle(XaFixture x) throws XAException, JMSException {
        TestSession session = active(x);
        session.xa.end(XID, XAResource.TMSUCCESS);
        return session;
    }

    private static TestSession prepared(XaFixture x) throws XAException, JMSException {
        TestSession session = idle(x);
        session.xa.prepare(XID);
        return session;
    }

    private static TestSession busy(XaFixture x) throws XAException, JMSException {
        TestSession session = x.session("busy");
        session.xa.start(ELSEWHERE, XAResource.TMNOFLAGS);
        return session;
    }

    private static TestSession late(XaFixture x, TestSession session) {
        x.timer.advance(31);
        return session;
    }

    private static void failing(XaFixture x) {
        x.broker.failNext("prepare", new JMSException("disk full")).failNext("commit", new JMSException("disk full"));
        if (x.state(XID).equals("PREPARED")) {
            x.broker.failNext("rollback", new JMSException("disk full"));
        }
    }

    /** The situation is another session's; a new one is called. */
    private static TestSession other(TestSession whose) {
        assertThat(whose).isNotNull();
        return null;
    }
}
