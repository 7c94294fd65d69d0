package org.escrowmq.it.crash.victim;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.XAJMSContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import java.util.Random;
import org.escrowmq.it.container.NamedResource;
import org.escrowmq.it.crash.history.Destinations;
import org.escrowmq.it.crash.history.Event;
import org.escrowmq.it.crash.history.MessageId;
import org.escrowmq.it.crash.history.Outcome;

/** Works in one JTA transaction after the other. For one thread. */
abstract class Worker implements Runnable {

    private static final long SEQUENCES_PER_CYCLE = 1_000_000;
    private static final int SHORT_TIMEOUT = 1;
    private static final int LONG_TIMEOUT = 60;
    private static final int PERCENT = 100;
    private static final int WITH_ROWS = 80;
    private static final int ROLLBACKS = 10;
    private static final int MARKS = 10;
    private static final long RECONNECT_MILLIS = 50;

    private final Load load;
    private final String name;
    private final Random random;
    private final int slowPercent;
    private final Rows rows;
    private XAJMSContext messages;
    private volatile boolean lost = true;
    private long sequence;
    private long attempts;

    Worker(Load load, String name, long seed, int slowPercent) throws SQLException {
        this.load = load;
        this.name = name;
        this.random = new Random(seed);
        this.slowPercent = slowPercent;
        this.rows = new Rows(load.stores().database(), load.cycle());
        this.sequence = load.cycle() * SEQUENCES_PER_CYCLE;
    }

    /** How a transaction is to end. */
    private enum Plan {
        COMMIT, ROLL_BACK, MARK, BE_SLOW
    }

    final String name() {
        return name;
    }

    final Load load() {
        return load;
    }

    final Random random() {
        return random;
    }

    final XAJMSContext messages() {
        return messages;
    }

    @Override
    public final void run() {
        try {
            while (!load.isStopping() && awaitTurn()) {
                transact();
                if (lost) {
                    messages.close();
                    connect();
                }
            }
            messages.close();
        } catch (InterruptedException | SQLException | SystemException | NotSupportedException | RuntimeException e) {
            load.wire().trouble(name + " gives up", e);
        }
    }

    /** A remote broker may have gone, and comes again. */
    final void connect() throws InterruptedException {
        while (lost && !load.isStopping()) {
            try {
                messages = load.stores().messages().xaContext();
                lost = false;
                connected();
            } catch (JMSRuntimeException e) {
                if (!load.isRemote()) {
                    throw e;
                }
                if (messages != null) {
                    messages.close();
                }
                lost = true;
                Thread.sleep(RECONNECT_MILLIS);
            }
        }
    }

    /** There is a connection, with which nothing has been done yet. */
    void connected() {
        messages.setExceptionListener(e -> lost = true);
    }

    /** Waits until there is something to do; false if there is nothing any more. */
    abstract boolean awaitTurn() throws InterruptedException;

    /** Sends and receives. */
    abstract void work(String transaction, boolean withRows) throws JMSException, SQLException;

    private void transact() throws SQLException, SystemException, NotSupportedException, InterruptedException {
        Plan plan = plan();
        boolean withRows = random.nextInt(PERCENT) < WITH_ROWS;
        String transaction = load.cycle() + "." + name + "." + ++attempts;
        load.wire().tell(new Event.Begun(transaction, name, withRows));
        load.manager().setTransactionTimeout(plan == Plan.BE_SLOW ? SHORT_TIMEOUT : LONG_TIMEOUT);
        load.manager().begin();
        Outcome outcome;
        try {
            enlist(withRows);
            work(transaction, withRows);
            if (plan == Plan.BE_SLOW) {
                // About as long as the timeout: which of the two is first differs.
                Thread.sleep(random.nextInt(900, 1_100));
            }
            outcome = end(plan, withRows);
        } catch (JMSException | JMSRuntimeException | SQLException | RollbackException e) {
            outcome = giveUp(plan, e);
        }
        load.wire().tell(new Event.Ended(transaction, outcome));
        if (outcome == Outcome.TIMED_OUT || outcome == Outcome.REFUSED) {
            rows.reopen();
        }
        // Whoever was refused because the connection is lost may be told so only later.
        lost |= load.isRemote() && (outcome == Outcome.REFUSED || outcome == Outcome.UNKNOWN);
    }

    private Plan plan() {
        if (random.nextInt(PERCENT) < slowPercent) {
            return Plan.BE_SLOW;
        }
        int kind = random.nextInt(PERCENT);
        if (kind < ROLLBACKS) {
            return Plan.ROLL_BACK;
        }
        return kind < ROLLBACKS + MARKS ? Plan.MARK : Plan.COMMIT;
    }

    /** In either order, because that is the order in which they are prepared and committed. */
    private void enlist(boolean withRows) throws SystemException, RollbackException, SQLException {
        Transaction transaction = load.manager().getTransaction();
        boolean rowsFirst = random.nextBoolean();
        if (withRows && rowsFirst) {
            transaction.enlistResource(rows.resource());
        }
        transaction.enlistResource(NamedResource.of("messages", messages.getXAResource()));
        if (withRows && !rowsFirst) {
            transaction.enlistResource(rows.resource());
        }
    }

    private Outcome end(Plan plan, boolean withRows) throws SystemException, RollbackException {
        TransactionManager manager = load.manager();
        if (plan == Plan.ROLL_BACK) {
            manager.rollback();
            return Outcome.ROLLED_BACK;
        }
        if (plan == Plan.MARK) {
            manager.setRollbackOnly();
        }
        try {
            manager.commit();
            return Outcome.COMMITTED;
        } catch (HeuristicMixedException e) {
            if (!withRows && load.isRemote()) {
                // A single store, asked to commit in one phase, gave no answer: the transaction manager says that too.
                return Outcome.UNKNOWN;
            }
            load.wire().trouble(name + " commits", e);
            return Outcome.HEURISTIC;
        } catch (HeuristicRollbackException e) {
            load.wire().trouble(name + " commits", e);
            return Outcome.HEURISTIC;
        }
    }

    /** The transaction was rolled back, or is to be because something in it failed. */
    private Outcome giveUp(Plan plan, Exception cause) throws SystemException {
        if (load.manager().getTransaction() != null) {
            load.manager().rollback();
        }
        return switch (plan) {
            case BE_SLOW -> Outcome.TIMED_OUT;
            case MARK -> Outcome.ROLLED_BACK;
            default -> {
                load.wire().trouble(name + " works", cause);
                yield Outcome.REFUSED;
            }
        };
    }

    final void send(String transaction, String destination, boolean withRows) throws JMSException, SQLException {
        MessageId id = new MessageId(name, ++sequence, destination);
        BytesMessage message = messages.createBytesMessage();
        Body.fill(message, id, Body.size(random, load.pressure()));
        load.wire().tell(new Event.Sent(transaction, id));
        if (withRows) {
            rows.sent(id, transaction);
        }
        messages.createProducer().send(destination(destination), message);
        load.sent(1);
    }

    final void consumed(String transaction, MessageId id) throws SQLException {
        rows.consumed(id, transaction);
    }

    final Destination destination(String destination) {
        return Destinations.TOPIC.equals(destination)
                ? messages.createTopic(destination) : messages.createQueue(destination);
    }
}
