package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.jta.xa.XATxConverter;
import com.arjuna.ats.jta.xa.XidImple;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.XAJMSContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.InDoubtBranch.Decision;
import org.escrowmq.broker.tool.StoreTool;
import org.escrowmq.transaction.BranchId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of branches in doubt and can do with them, by our API and in JMX. */
@Timeout(60)
class InDoubtBranchesTest {

    @TempDir
    private Path directory;
    private EscrowBroker broker;
    private Xid xid;
    private String id;
    private String node;

    @BeforeEach
    void open() throws Exception {
        broker = EscrowBroker.builder().directory(directory).name("in doubt").open();
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("node-7");
        xid = XATxConverter.getXid(new Uid(), true, XATxConverter.FORMAT_ID);
        // Another one, if another test of this process has used Narayana before.
        node = XATxConverter.getNodeName(((XidImple) xid).getXID());
        assertThat(node).isNotEmpty();
        id = BranchId.of(xid).toString();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void prepare() throws Exception {
        try (XAJMSContext context = broker.connectionFactory().createXAContext()) {
            XAResource resource = context.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            context.createProducer().send(context.createQueue("orders"), "a");
            resource.end(xid, XAResource.TMSUCCESS);
            assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        }
    }

    private List<Xid> recover() throws XAException {
        return Arrays.asList(broker.recoveryResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN));
    }

    private int commitCode() {
        try {
            broker.recoveryResource().commit(xid, false);
            return XAResource.XA_OK;
        } catch (XAException e) {
            return e.errorCode;
        }
    }

    @Test
    void aBranchInDoubtIsDescribedForAPerson() throws Exception {
        assertThat(broker.inDoubtBranches()).isEmpty();
        prepare();
        assertThat(broker.inDoubtBranches()).singleElement().satisfies(branch -> {
            assertThat(branch.id()).isEqualTo(id);
            assertThat(branch.formatId()).isEqualTo(XATxConverter.FORMAT_ID);
            assertThat(branch.age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
            assertThat(branch.node()).isEqualTo(node);
            assertThat(branch.destinations()).containsExactly("queue://orders");
            assertThat(branch.messagesSent()).isEqualTo(1);
            assertThat(branch.messagesConsumed()).isZero();
            assertThat(branch.decision()).isEqualTo(Decision.NONE);
            assertThat(branch).hasToString("branch " + id + " of transaction manager " + node + ": at least "
                    + branch.age().toSeconds() + " s old, 1 sent, 0 consumed, [queue://orders]");
        });
    }

    @Test
    void whatAnOperatorDecidedIsListedUntilHeForgetsIt() throws Exception {
        prepare();
        broker.rollbackHeuristically(id);
        assertThat(broker.inDoubtBranches()).singleElement().satisfies(branch -> {
            assertThat(branch.decision()).isEqualTo(Decision.ROLLED_BACK);
            assertThat(branch.id()).isEqualTo(id);
            assertThat(branch.node()).isEqualTo(node);
        });
        assertThat(commitCode()).isEqualTo(XAException.XA_HEURRB);
        assertThat(recover()).hasSize(1);
        broker.forget(id);
        assertThat(broker.inDoubtBranches()).isEmpty();
        assertThat(recover()).isEmpty();
    }

    @Test
    void aBranchThatIsUnknownOrInTheWrongStateIsRefusedAndWhatIsThereIsNamed() throws Exception {
        assertThatThrownBy(() -> broker.commitHeuristically("1:2:3")).isInstanceOf(EscrowBrokerException.class)
                .hasMessageContainingAll("1:2:3", "no branch is in doubt");
        assertThatThrownBy(() -> broker.rollbackHeuristically(null)).isInstanceOf(EscrowBrokerException.class);
        prepare();
        assertThatThrownBy(() -> broker.forget(id)).isInstanceOf(EscrowBrokerException.class)
                .hasMessageContainingAll("No branch " + id + " was completed by an operator", "1 sent");
        broker.commitHeuristically(id);
        assertThatThrownBy(() -> broker.rollbackHeuristically(id)).isInstanceOf(EscrowBrokerException.class)
                .hasMessageContainingAll("No branch " + id + " is prepared", "COMMITTED");
        broker.close();
        assertThatThrownBy(() -> broker.inDoubtBranches()).isInstanceOf(EscrowBrokerException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aBrokerThatClosesUnderOpenSessionsLeavesTheBranchesPreparedThatTheyWorkedIn() throws Exception {
        XAJMSContext context = broker.connectionFactory().createXAContext();
        XAResource resource = context.getXAResource();
        resource.start(xid, XAResource.TMNOFLAGS);
        context.createProducer().send(context.createQueue("orders"), "kept");
        resource.end(xid, XAResource.TMSUCCESS);
        resource.prepare(xid);
        resource.start(XATxConverter.getXid(new Uid(), true, XATxConverter.FORMAT_ID), XAResource.TMNOFLAGS);
        context.createProducer().send(context.createQueue("orders"), "dropped");
        String before = broker.resourceManagerId();
        broker.close();
        context.close();
        broker = EscrowBroker.open(directory);
        assertThat(broker.resourceManagerId()).isEqualTo(before);
        assertThat(broker.inDoubtBranches()).extracting(InDoubtBranch::id).containsExactly(id);
        assertThat(commitCode()).isEqualTo(XAResource.XA_OK);
        try (JMSContext reader = broker.connectionFactory().createContext()) {
            JMSConsumer consumer = reader.createConsumer(reader.createQueue("orders"));
            assertThat(consumer.receiveBody(String.class, 5_000)).isEqualTo("kept");
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void aBrokerThatClosesLeavesNoTimerOfTransactionTimeoutsBehind() throws Exception {
        XAJMSContext context = broker.connectionFactory().createXAContext();
        XAResource resource = context.getXAResource();
        resource.setTransactionTimeout(600);
        resource.start(xid, XAResource.TMNOFLAGS);
        String timer = "EscrowMQ transaction timeouts " + broker.resourceManagerId();
        assertThat(threads()).contains(timer);
        broker.close();
        assertThat(threads()).doesNotContain(timer);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    @Test
    void whatAnOperatorDoesInJmxIsSeenByTheTransactionManagerAndByUs() throws Exception {
        prepare();
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName control = new ObjectName("org.escrowmq:broker=\"in doubt\"");
        String[] listed = (String[]) beans.invoke(control, "listPreparedTransactions", null, null);
        assertThat(listed).hasSize(1);
        String base64 = listed[0].replaceFirst("^.*base64: *", "").replaceFirst(" .*$", "");
        assertThat(beans.invoke(control, "commitPreparedTransaction", new Object[] {base64},
                new String[] {String.class.getName()})).isEqualTo(true);
        assertThat(broker.inDoubtBranches()).singleElement()
                .extracting(InDoubtBranch::decision).isEqualTo(Decision.COMMITTED);
        assertThat(commitCode()).isEqualTo(XAException.XA_HEURCOM);
        broker.forget(id);
        assertThat((String[]) beans.invoke(control, "listHeuristicCommittedTransactions", null, null)).isEmpty();
        assertThat(recover()).isEmpty();
    }

    @Test
    void theToolListsTheSameOfAStoreThatIsClosed() throws Exception {
        prepare();
        String described = broker.inDoubtBranches().get(0).toString();
        broker.close();
        assertThat(listed().replaceAll("at least \\d+ s", "")).contains(described.replaceAll("at least \\d+ s", ""));
        broker = EscrowBroker.builder().directory(directory).name("in doubt").open();
        broker.commitHeuristically(id);
        described = broker.inDoubtBranches().get(0).toString();
        broker.close();
        assertThat(listed()).contains(described).contains("1 branches in doubt");
        broker = EscrowBroker.builder().directory(directory).name("in doubt").open();
        broker.forget(id);
        broker.close();
        assertThat(listed()).contains("0 branches in doubt");
    }

    private String listed() {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        StoreTool.run(writer, writer, "in-doubt", directory.toString());
        return text.toString();
    }
}
