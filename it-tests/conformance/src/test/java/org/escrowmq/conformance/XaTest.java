package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TopicSession;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import jakarta.jms.XATopicSession;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@Section("11.3.5")
class XaTest extends ClientTest {

    private static final AtomicInteger BRANCHES = new AtomicInteger((int) System.nanoTime());

    /** A branch that nobody else has. */
    private record Branch(byte[] getGlobalTransactionId, byte[] getBranchQualifier) implements Xid {

        static Branch create() {
            byte[] id = ByteBuffer.allocate(Integer.BYTES).putInt(BRANCHES.incrementAndGet()).array();
            return new Branch(id, id);
        }

        @Override
        public int getFormatId() {
            return 4711;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return getGlobalTransactionId;
        }

        @Override
        public byte[] getBranchQualifier() {
            return getBranchQualifier;
        }

        boolean is(Xid other) {
            return other.getFormatId() == getFormatId()
                    && Arrays.equals(other.getGlobalTransactionId(), getGlobalTransactionId)
                    && Arrays.equals(other.getBranchQualifier(), getBranchQualifier);
        }
    }

    private XAConnectionFactory xaFactory() {
        Assumptions.assumeTrue(factory instanceof XAConnectionFactory);
        return (XAConnectionFactory) factory;
    }

    private XASession xaSession() throws JMSException {
        XAConnection connection = closing(xaFactory().createXAConnection());
        connection.start();
        return connection.createXASession();
    }

    private static void fails(int code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(XAException.class,
                e -> assertThat(e.errorCode).isEqualTo(code));
    }

    /** A branch in which a text was sent to a queue, ended. */
    private static Branch sent(XASession session, Queue queue, String text) throws JMSException, XAException {
        Branch branch = Branch.create();
        XAResource resource = session.getXAResource();
        resource.start(branch, XAResource.TMNOFLAGS);
        send(session.getSession(), queue, text);
        resource.end(branch, XAResource.TMSUCCESS);
        return branch;
    }

    @Section("11.3.1")
    @Test
    void xaConnectionFactoryCreatesConnectionsAndContexts() throws JMSException {
        XAConnection connection = closing(xaFactory().createXAConnection());
        XAJMSContext context = closing(xaFactory().createXAContext());
        assertThat(connection.createXASession().getXAResource()).isNotNull();
        assertThat(context.getXAResource()).isNotNull();
    }

    @Section("11.3.1")
    @Test
    void queueConnectionFactoryForXaCreatesConnections() throws JMSException {
        Assumptions.assumeTrue(factory instanceof XAQueueConnectionFactory);
        XAQueueConnection connection = closing(((XAQueueConnectionFactory) factory).createXAQueueConnection());
        XAQueueSession session = connection.createXAQueueSession();
        assertThat(session.getQueueSession()).isNotNull();
        assertThat(session.getXAResource()).isNotNull();
    }

    @Section("11.3.1")
    @Test
    void topicConnectionFactoryForXaCreatesConnections() throws JMSException {
        Assumptions.assumeTrue(factory instanceof XATopicConnectionFactory);
        XATopicConnection connection = closing(((XATopicConnectionFactory) factory).createXATopicConnection());
        XATopicSession session = connection.createXATopicSession();
        assertThat(session.getTopicSession()).isNotNull();
        assertThat(session.getXAResource()).isNotNull();
    }

    @Section("11.3.2")
    @Test
    void xaConnectionCreatesOrdinarySessionsToo() throws JMSException {
        XAConnection connection = closing(xaFactory().createXAConnection());
        connection.start();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue(session);
        send(session, queue, "a");
        assertThat(arrivedText(session.createConsumer(queue))).isEqualTo("a");
    }

    @Section("11.3.2")
    @Test
    void xaQueueAndTopicConnectionsCreateOrdinarySessionsToo() throws JMSException {
        Assumptions.assumeTrue(factory instanceof XAQueueConnectionFactory
                && factory instanceof XATopicConnectionFactory);
        QueueSession queues = closing(((XAQueueConnectionFactory) factory).createXAQueueConnection())
                .createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicSession topics = closing(((XATopicConnectionFactory) factory).createXATopicConnection())
                .createTopicSession(true, Session.SESSION_TRANSACTED);
        assertThat(queues.getTransacted()).isFalse();
        assertThat(topics.getTransacted()).isTrue();
    }

    @Section("11.3.3")
    @Test
    void xaSessionIsTransacted() throws JMSException {
        assertThat(xaSession().getTransacted()).isTrue();
    }

    @Section("11.3.3")
    @Test
    void xaSessionIsNotCommittedOrRolledBackByItself() throws JMSException {
        XASession session = xaSession();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
    }

    @Section("11.3.4")
    @Test
    void xaContextIsTransactedAndNotCommittedOrRolledBackByItself() {
        XAJMSContext context = closing(xaFactory().createXAContext());
        assertThat(context.getTransacted()).isTrue();
        assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
        assertThatThrownBy(context::rollback).isInstanceOf(TransactionInProgressRuntimeException.class);
    }

    @Section("11.3.4")
    @Test
    void workOfAnXaContextBelongsToItsBranch() throws Exception {
        XAJMSContext xa = closing(xaFactory().createXAContext());
        JMSContext context = xa.getContext();
        Queue queue = context.createQueue(uniqueName("queue"));
        Branch branch = Branch.create();
        xa.getXAResource().start(branch, XAResource.TMNOFLAGS);
        context.createProducer().send(queue, "a");
        xa.getXAResource().end(branch, XAResource.TMSUCCESS);
        Receiver receiver = client(Api.SIMPLIFIED).consumer(queue);
        receiver.nothing();
        xa.getXAResource().commit(branch, true);
        assertThat(receiver.text()).isEqualTo("a");
    }

    @Section("6.2.8")
    @Test
    void workOfABranchIsSentByACommitInOnePhase() throws Exception {
        XASession session = xaSession();
        Queue queue = queue(session);
        Branch branch = sent(session, queue, "a");
        Receiver receiver = client(Api.CLASSIC).consumer(queue);
        receiver.nothing();
        session.getXAResource().commit(branch, true);
        assertThat(receiver.text()).isEqualTo("a");
    }

    @Test
    void workOfABranchIsSentByPrepareAndCommit() throws Exception {
        XASession session = xaSession();
        Queue queue = queue(session);
        Branch branch = sent(session, queue, "a");
        assertThat(session.getXAResource().prepare(branch)).isEqualTo(XAResource.XA_OK);
        Receiver receiver = client(Api.CLASSIC).consumer(queue);
        receiver.nothing();
        session.getXAResource().commit(branch, false);
        assertThat(receiver.text()).isEqualTo("a");
    }

    @Test
    void rollbackDestroysWhatABranchSent() throws Exception {
        XASession session = xaSession();
        Queue queue = queue(session);
        session.getXAResource().rollback(sent(session, queue, "active"));
        Branch prepared = sent(session, queue, "prepared");
        session.getXAResource().prepare(prepared);
        session.getXAResource().rollback(prepared);
        client(Api.CLASSIC).consumer(queue).nothing();
    }

    @Test
    void rollbackRedeliversWhatABranchConsumed() throws Exception {
        XASession session = xaSession();
        Queue queue = queue(session);
        client(Api.CLASSIC).send(queue, "a");
        Branch branch = Branch.create();
        XAResource resource = session.getXAResource();
        resource.start(branch, XAResource.TMNOFLAGS);
        try (var consumer = session.createConsumer(queue)) {
            arrived(consumer);
        }
        resource.end(branch, XAResource.TMSUCCESS);
        resource.rollback(branch);
        Message again = client(Api.CLASSIC).consumer(queue).arrived();
        assertThat(((TextMessage) again).getText()).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }

    @Test
    void commitAcknowledgesWhatABranchConsumed() throws Exception {
        XASession session = xaSession();
        Queue queue = queue(session);
        client(Api.CLASSIC).send(queue, "a");
        Branch branch = Branch.create();
        XAResource resource = session.getXAResource();
        resource.start(branch, XAResource.TMNOFLAGS);
        arrived(session.createConsumer(queue));
        resource.end(branch, XAResource.TMSUCCESS);
        resource.prepare(branch);
        resource.commit(branch, false);
        session.close();
        client(Api.CLASSIC).consumer(queue).nothing();
    }

    @Test
    void suspendedBranchIsResumed() throws Exception {
        XASession session = xaSession();
        Queue queue = queue(session);
        Branch branch = Branch.create();
        XAResource resource = session.getXAResource();
        resource.start(branch, XAResource.TMNOFLAGS);
        send(session, queue, "a");
        resource.end(branch, XAResource.TMSUSPEND);
        Branch other = sent(session, queue, "destroyed");
        resource.start(branch, XAResource.TMRESUME);
        send(session, queue, "b");
        resource.end(branch, XAResource.TMSUCCESS);
        resource.rollback(other);
        resource.commit(branch, true);
        Receiver receiver = client(Api.CLASSIC).consumer(queue);
        assertThat(receiver.texts(2)).containsExactly("a", "b");
        receiver.nothing();
    }

    @Test
    void resourcesOfOneResourceManagerAreTheSame() throws Exception {
        assertThat(xaSession().getXAResource().isSameRM(xaSession().getXAResource())).isTrue();
    }

    @Test
    void branchIsCommittedThroughAnotherResource() throws Exception {
        XASession session = xaSession();
        Queue queue = queue(session);
        Branch branch = sent(session, queue, "a");
        XAResource other = xaSession().getXAResource();
        assertThat(other.prepare(branch)).isEqualTo(XAResource.XA_OK);
        other.commit(branch, false);
        assertThat(client(Api.CLASSIC).consumer(queue).text()).isEqualTo("a");
    }

    @Test
    void preparedBranchOutlivesItsConnectionAndIsRecovered() throws Exception {
        XAConnection connection = closing(xaFactory().createXAConnection());
        XASession session = connection.createXASession();
        Queue queue = queue(session);
        Branch branch = sent(session, queue, "a");
        session.getXAResource().prepare(branch);
        connection.close();
        XAResource resource = xaSession().getXAResource();
        assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).anyMatch(branch::is);
        resource.commit(branch, false);
        assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).noneMatch(branch::is);
        assertThat(client(Api.CLASSIC).consumer(queue).text()).isEqualTo("a");
    }

    @Test
    void unknownBranchIsRefused() throws JMSException {
        XAResource resource = xaSession().getXAResource();
        fails(XAException.XAER_NOTA, () -> resource.prepare(Branch.create()));
        fails(XAException.XAER_NOTA, () -> resource.commit(Branch.create(), false));
        fails(XAException.XAER_NOTA, () -> resource.commit(Branch.create(), true));
        fails(XAException.XAER_NOTA, () -> resource.rollback(Branch.create()));
    }

    @KnownDifference("answers XA_RETRY; the branch can never be committed so")
    @Test
    void branchThatIsNotPreparedIsNotCommittedInTwoPhases() throws Exception {
        XASession session = xaSession();
        Branch branch = sent(session, queue(session), "a");
        fails(XAException.XAER_PROTO, () -> session.getXAResource().commit(branch, false));
        session.getXAResource().rollback(branch);
    }

    @Test
    void branchThatWasStartedIsNotStartedAsNewAgain() throws Exception {
        XASession session = xaSession();
        Branch branch = sent(session, queue(session), "a");
        fails(XAException.XAER_DUPID, () -> xaSession().getXAResource().start(branch, XAResource.TMNOFLAGS));
        session.getXAResource().rollback(branch);
    }
}
