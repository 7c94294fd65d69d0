package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escrowmq.transaction.XaFixture.result;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Every call in every situation of a branch, on the XAResource of a session, as {@code branch-table.txt} says. */
class BranchTableTest {

    /** A line of the table. */
    private record Row(String situation, List<String> cells) { }

    private static final List<Row> TABLE = table();
    private static final List<Row> ROWS = TABLE.subList(1, TABLE.size());

    private static final int[] SCANS_THAT_LIST = {XAResource.TMSTARTRSCAN,
        XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN, XAResource.TMNOFLAGS};

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
        List<String> calls = TABLE.get(0).cells();
        for (Row row : ROWS) {
            assertThat(row.cells()).as(row.situation()).hasSameSizeAs(calls);
            for (int i = 0; i < calls.size(); i++) {
                String call = calls.get(i);
                String expected = row.cells().get(i);
                tests.add(DynamicTest.dynamicTest(row.situation() + ": " + call + " is " + expected,
                        () -> check(row.situation(), call, expected)));
            }
        }
        return tests.stream();
    }

    @Test
    void theTableHasARowForEverySituationAndEveryBranchState() {
        assertThat(ROWS.stream().map(Row::situation)).containsExactlyInAnyOrderElementsOf(SITUATIONS.keySet());
        assertThat(SITUATIONS.keySet().stream().map(situation -> stateIn(situation))).contains(
                "ACTIVE", "SUSPENDED", "IDLE", "ROLLBACK_ONLY", "TIMED_OUT", "PREPARED",
                "HEURISTICALLY_COMMITTED", "HEURISTICALLY_ROLLED_BACK", "gone");
    }

    @Test
    void theReliabilityPageShowsTheTable() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "reliability.md"))).contains(String.join("\n", lines()));
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

    @TestFactory
    Stream<DynamicTest> callsThatConcernNoBranchAnswerInEverySituationAndChangeNothing() {
        return SITUATIONS.keySet().stream().map(situation -> DynamicTest.dynamicTest(situation, () -> {
            XaFixture x = new XaFixture();
            TestSession mine = arrange(situation, x);
            String before = x.state(XID);
            List<String> outcomes = x.outcomes();
            boolean open = !before.equals("XAER_RMFAIL");
            boolean listed = List.of("PREPARED", "HEURISTICALLY_COMMITTED", "HEURISTICALLY_ROLLED_BACK")
                    .contains(before);
            for (int flags : SCANS_THAT_LIST) {
                String answer = result(() -> assertThat(mine.xa.recover(flags)).as("recover %x", flags)
                        .hasSize(listed ? 1 : 0));
                assertThat(answer).isEqualTo(open ? "ok" : "RMFAIL");
                assertThat(mine.xa.recover(XAResource.TMENDRSCAN)).isEmpty();
            }
            assertThat(result(() -> assertThat(mine.xa.isSameRM(x.branches.recoveryResource())).isTrue()))
                    .isEqualTo("ok");
            assertThat(mine.xa.setTransactionTimeout(7)).isTrue();
            assertThat(mine.xa.getTransactionTimeout()).isEqualTo(7);
            x.timer.advance(10);
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

    private static List<Row> table() {
        return lines().stream()
                .map(line -> line.split("\\|"))
                .map(parts -> new Row(parts[0].trim(), List.of(parts[1].trim().split("\\s+"))))
                .toList();
    }

    private static List<String> lines() {
        try (InputStream in = BranchTableTest.class.getResourceAsStream("branch-table.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
