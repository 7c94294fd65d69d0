package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.escrowmq.broker.Broker.HeuristicOutcome;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.message.MessageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What takes effect when, and what is still true after a restart. */
@Timeout(60)
class TransactionTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");

    @TempDir
    private Path directory;
    private BrokerRig rig;

    @BeforeEach
    void open() throws JMSException {
        rig = BrokerRig.on(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static Xid xid(int number) {
        return new TransactionXid(number);
    }

    @Test
    void aMessageSentInATransactionIsVisibleAfterTheCommitAndNotBefore() throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(null);
        assertThat(transaction.hasWork()).isFalse();
        rig.send(transaction, ORDERS, "a", "b");
        assertThat(transaction.hasWork()).isTrue();
        assertThat(rig.drain(ORDERS)).isEmpty();
        transaction.commit();
        assertThat(rig.drain(ORDERS)).containsExactly("a", "b");
    }

    @Test
    void aMessageSentInATransactionThatIsRolledBackIsNeverSeen() throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(null);
        rig.send(transaction, ORDERS, "a");
        transaction.rollback();
        assertThat(rig.drain(ORDERS)).isEmpty();
        assertThat(rig.restart().drain(ORDERS)).isEmpty();
    }

    @Test
    void aPersistentMessageSurvivesARestartAndANonPersistentOneDoesNot() throws JMSException {
        rig.send(ORDERS, "a");
        rig.session().send(BrokerRig.message(ORDERS, MessageKind.TEXT, "b",
                headers -> headers.setDeliveryMode(DeliveryMode.NON_PERSISTENT)), null);
        assertThat(rig.restart().drain(ORDERS)).containsExactly("a");
    }

    @Test
    void whatWasNotCommittedWhenTheBrokerClosedIsGoneAndWhatWasConsumedInItIsBack() throws JMSException {
        rig.send(ORDERS, "a");
        BrokerTransaction transaction = rig.broker().begin(null);
        rig.send(transaction, ORDERS, "b");
        Inbox inbox = rig.consume(ORDERS);
        inbox.consumer().acknowledge(inbox.next(), transaction);
        assertThat(rig.restart().drain(ORDERS)).containsExactly("a");
        assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aConsumedMessageIsGoneAfterTheCommitAndARestart() throws JMSException {
        rig.send(ORDERS, "a", "b");
        Inbox inbox = rig.consume(ORDERS);
        rig.acknowledge(inbox, inbox.next());
        assertThat(rig.restart().drain(ORDERS)).containsExactly("b");
    }

    @Test
    void aRolledBackMessageComesAgainWithItsCountRaisedAlsoAfterARestart() throws JMSException {
        rig.send(ORDERS, "a");
        Inbox inbox = rig.consume(ORDERS);
        for (int count = 1; count <= 3; count++) {
            Delivery delivery = inbox.next();
            assertThat(delivery.deliveryCount()).isEqualTo(count);
            BrokerTransaction transaction = rig.broker().begin(null);
            inbox.consumer().acknowledge(delivery, transaction);
            transaction.rollback();
        }
        rig.restart();
        assertThat(rig.consume(ORDERS).next().deliveryCount()).isEqualTo(4);
    }

    @Test
    void sessionsOfSeveralConnectionsMayWorkInOneTransaction() throws JMSException {
        rig.send(ORDERS, "a");
        BrokerSession other = rig.broker().connect(null, null).createSession();
        BrokerTransaction transaction = rig.broker().begin(null);
        Inbox inbox = rig.consume(ORDERS);
        inbox.consumer().acknowledge(inbox.next(), transaction);
        other.send(BrokerRig.text(BrokerRig.queue("shipped"), "a"), transaction);
        other.close();
        transaction.commit();
        assertThat(rig.drain(BrokerRig.queue("shipped"))).containsExactly("a");
        assertThat(rig.drain(ORDERS)).isEmpty();
    }

    @Test
    void anotherThreadMayCompleteATransaction() throws Exception {
        BrokerTransaction transaction = rig.broker().begin(null);
        rig.send(transaction, ORDERS, "a");
        CompletableFuture.runAsync(() -> {
            try {
                transaction.commit();
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        }).get(20, TimeUnit.SECONDS);
        assertThat(rig.drain(ORDERS)).containsExactly("a");
    }

    @Test
    void anInterruptedThreadCommitsAndStaysInterrupted() throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(null);
        rig.send(transaction, ORDERS, "a");
        Thread.currentThread().interrupt();
        transaction.commit();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(rig.drain(ORDERS)).containsExactly("a");
    }

    @Test
    void nothingMoreCanBeDoneInACompletedTransaction() throws JMSException {
        BrokerTransaction committed = rig.broker().begin(null);
        committed.commit();
        assertThatThrownBy(() -> rig.send(committed, ORDERS, "a"))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("COMMITTED");
        assertThat(rig.drain(ORDERS)).isEmpty();
    }

    @Test
    void aTransactionThatTheEngineMarkedForRollbackAnswersCommitWithRolledBack() throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(null);
        rig.send(transaction, ORDERS, "a");
        EmbeddedTransaction.of(rig.broker().engine(), transaction).engineTransaction()
                .markAsRollbackOnly(new ActiveMQException("marked"));
        assertThatThrownBy(() -> rig.send(transaction, ORDERS, "b"))
                .isInstanceOf(TransactionRolledBackException.class);
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(TransactionRolledBackException.class).hasMessageContaining("marked");
        assertThat(rig.drain(ORDERS)).isEmpty();
    }

    @Test
    void aBranchThatTheEngineMarkedForRollbackAnswersPrepareWithRolledBackAndIsNotInDoubt() throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(xid(1));
        rig.send(transaction, ORDERS, "a");
        EmbeddedTransaction.of(rig.broker().engine(), transaction).engineTransaction()
                .markAsRollbackOnly(new ActiveMQException("marked"));
        assertThatThrownBy(transaction::prepare).isInstanceOf(TransactionRolledBackException.class);
        assertThat(rig.broker().preparedXids()).isEmpty();
        assertThat(rig.restart().broker().preparedXids()).isEmpty();
    }

    @Test
    void aTransactionOfAnotherBrokerIsRefused(@TempDir Path elsewhere) throws JMSException {
        try (BrokerRig other = BrokerRig.on(elsewhere)) {
            BrokerTransaction foreign = other.broker().begin(null);
            assertThatThrownBy(() -> rig.send(foreign, ORDERS, "a"))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("another broker");
        }
    }

    @Test
    void aLocalTransactionCannotBePrepared() throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(null);
        assertThatThrownBy(transaction::prepare).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBranchIsListedFromPrepareToItsCompletionOnly() throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(xid(1));
        rig.send(transaction, ORDERS, "a");
        assertThat(rig.broker().preparedXids()).isEmpty();
        assertThat(rig.broker().prepared(xid(1))).isNull();
        transaction.prepare();
        assertThat(rig.broker().preparedXids()).hasSize(1);
        assertThat(rig.broker().prepared(xid(1)).hasWork()).isTrue();
        assertThat(rig.drain(ORDERS)).isEmpty();
        transaction.commit();
        assertThat(rig.broker().preparedXids()).isEmpty();
        assertThat(rig.broker().prepared(xid(1))).isNull();
        assertThat(rig.drain(ORDERS)).containsExactly("a");
    }

    @Test
    void aSecondBranchOfTheSameIdentifierCannotBePrepared() throws JMSException {
        BrokerTransaction first = rig.broker().begin(xid(1));
        rig.send(first, ORDERS, "a");
        first.prepare();
        BrokerTransaction second = rig.broker().begin(xid(1));
        rig.send(second, ORDERS, "b");
        assertThatThrownBy(second::prepare).isInstanceOf(IllegalStateException.class);
        second.rollback();
        first.commit();
        assertThat(rig.drain(ORDERS)).containsExactly("a");
    }

    @ParameterizedTest(name = "commit: {0}")
    @CsvSource({"true", "false"})
    void aPreparedBranchSurvivesARestartAndCanBeCompletedThen(boolean commit) throws JMSException {
        rig.send(ORDERS, "consumed", "other");
        BrokerTransaction transaction = rig.broker().begin(xid(1));
        Inbox inbox = rig.consume(ORDERS);
        inbox.consumer().acknowledge(inbox.next(), transaction);
        rig.send(transaction, BrokerRig.queue("shipped"), "sent");
        transaction.prepare();

        rig.restart();
        assertThat(rig.drain(ORDERS)).containsExactly("other");
        assertThat(rig.drain(BrokerRig.queue("shipped"))).isEmpty();
        BrokerTransaction found = rig.broker().prepared(xid(1));
        assertThat(found.hasWork()).isTrue();
        if (commit) {
            found.commit();
        } else {
            found.rollback();
        }
        assertOutcome(commit);
        rig.restart();
        assertThat(rig.broker().preparedXids()).isEmpty();
        assertThat(rig.broker().prepared(xid(1))).isNull();
    }

    private void assertOutcome(boolean commit) throws JMSException {
        assertThat(rig.drain(ORDERS)).isEqualTo(commit ? List.of() : List.of("consumed"));
        assertThat(rig.drain(BrokerRig.queue("shipped"))).isEqualTo(commit ? List.of("sent") : List.of());
    }

    @Test
    void closingConsumersSessionsAndConnectionsDoesNotTouchAPreparedBranch() throws JMSException {
        rig.send(ORDERS, "consumed");
        BrokerConnection connection = rig.broker().connect(null, null);
        BrokerSession session = connection.createSession();
        BrokerTransaction transaction = rig.broker().begin(xid(1));
        Inbox inbox = BrokerRig.consume(session, BrokerRig.from(ORDERS));
        inbox.consumer().acknowledge(inbox.next(), transaction);
        session.send(BrokerRig.text(BrokerRig.queue("shipped"), "sent"), transaction);
        transaction.prepare();
        inbox.close();
        session.close();
        connection.close();
        assertThat(rig.drain(ORDERS)).isEmpty();
        transaction.commit();
        assertOutcome(true);
    }

    @ParameterizedTest(name = "commit: {0}")
    @CsvSource({"true", "false"})
    void aBranchPreparedWithMessagesOnPagesKeepsThemOverARestart(boolean commit) throws Exception {
        rig.send(ORDERS, "first", "second");
        rig.broker().engine().server().getPagingManager()
                .getPageStore(Destinations.address(ORDERS)).startPaging();
        BrokerTransaction transaction = rig.broker().begin(xid(1));
        rig.send(transaction, ORDERS, "x", "y");
        rig.send(transaction, BrokerRig.queue("shipped"), "s");
        transaction.prepare();
        rig.restart();
        if (commit) {
            rig.broker().prepared(xid(1)).commit();
        } else {
            rig.broker().prepared(xid(1)).rollback();
        }
        rig.send(ORDERS, "last");
        assertThat(rig.drain(ORDERS)).isEqualTo(
                commit ? List.of("first", "second", "x", "y", "last") : List.of("first", "second", "last"));
        assertThat(rig.drain(BrokerRig.queue("shipped"))).hasSize(commit ? 1 : 0);
    }

    @ParameterizedTest(name = "format {0}, {1} and {2} bytes")
    @CsvSource({"0, 0, 0", "-1, 1, 0", "131077, 64, 64", "2147483647, 0, 64", "-2147483648, 64, 1"})
    void theBytesOfAnIdentifierComeBackAsTheyWereAlsoAfterARestart(int format, int globalLength, int branchLength)
            throws JMSException {
        byte[] global = new byte[globalLength];
        byte[] branch = new byte[branchLength];
        Arrays.fill(global, (byte) 0xFF);
        Arrays.fill(branch, (byte) 0x80);
        Xid identifier = new TransactionXid(format, global, branch);
        BrokerTransaction transaction = rig.broker().begin(identifier);
        rig.send(transaction, ORDERS, "a");
        transaction.prepare();
        assertSame(identifier, rig.broker().preparedXids());
        rig.restart();
        assertSame(identifier, rig.broker().preparedXids());
        rig.broker().prepared(identifier).commit();
        assertThat(rig.drain(ORDERS)).containsExactly("a");
    }

    private static void assertSame(Xid expected, List<Xid> found) {
        assertThat(found).hasSize(1);
        assertThat(found.get(0).getFormatId()).isEqualTo(expected.getFormatId());
        assertThat(found.get(0).getGlobalTransactionId()).isEqualTo(expected.getGlobalTransactionId());
        assertThat(found.get(0).getBranchQualifier()).isEqualTo(expected.getBranchQualifier());
    }

    @ParameterizedTest(name = "committed by the operator: {0}")
    @CsvSource({"true", "false"})
    void whatAnOperatorCompletedIsRememberedUntilItIsForgotten(boolean committed) throws Exception {
        BrokerTransaction transaction = rig.broker().begin(xid(1));
        rig.send(transaction, ORDERS, "a");
        transaction.prepare();
        completeByHand(committed);
        assertThat(rig.broker().preparedXids()).isEmpty();
        assertThatThrownBy(transaction::rollback).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(transaction::commit).isInstanceOf(
                committed ? IllegalStateException.class : TransactionRolledBackException.class);
        assertThat(rig.broker().heuristicOutcomes())
                .containsExactly(new HeuristicOutcome(new XidImpl(xid(1)), committed));
        rig.restart();
        assertThat(rig.broker().heuristicOutcomes())
                .containsExactly(new HeuristicOutcome(new XidImpl(xid(1)), committed));
        assertThat(rig.broker().forget(xid(1))).isTrue();
        assertThat(rig.broker().forget(xid(1))).isFalse();
        assertThat(rig.broker().heuristicOutcomes()).isEmpty();
        assertThat(rig.restart().broker().heuristicOutcomes()).isEmpty();
        assertThat(rig.drain(ORDERS)).hasSize(committed ? 1 : 0);
    }

    private void completeByHand(boolean commit) throws Exception {
        var control = rig.broker().engine().server().getActiveMQServerControl();
        String listed = XidImpl.toBase64String(xid(1));
        boolean done = commit ? control.commitPreparedTransaction(listed) : control.rollbackPreparedTransaction(listed);
        assertThat(done).isTrue();
    }
}
