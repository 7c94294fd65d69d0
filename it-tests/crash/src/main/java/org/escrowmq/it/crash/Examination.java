package org.escrowmq.it.crash;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.escrowmq.EscrowBroker;
import org.escrowmq.it.common.Undecided;
import org.escrowmq.it.crash.history.Destinations;
import org.escrowmq.it.crash.history.MessageId;
import org.escrowmq.it.crash.history.Observation;
import org.escrowmq.it.crash.history.Violation;
import org.escrowmq.it.crash.history.Violation.Rule;
import org.escrowmq.it.crash.victim.Body;
import org.escrowmq.it.crash.victim.Layout;
import org.escrowmq.it.crash.victim.MessageStore;

/** Opens what a process has left, in this one, and looks at everything in it. For use by one thread. */
final class Examination {

    private final Layout layout;
    private final Observation observation;
    private final List<Violation> violations = new ArrayList<>();

    private Examination(Layout layout, Observation observation) {
        this.layout = layout;
        this.observation = observation;
    }

    /** Looks, and answers with what is in doubt although it should not be. */
    static List<Violation> of(StorePair pair) throws IOException {
        Examination examination = new Examination(new Layout(pair.directory()), pair.observation());
        try {
            examination.messages(pair.broker().url());
            examination.rows();
        } catch (JMSException | SQLException | XAException e) {
            throw new IOException("Could not read the stores in " + pair.directory(), e);
        }
        examination.requireNone("decisions in the log", (int) Undecided.decisions(examination.layout.decisions()));
        return examination.violations;
    }

    private void messages(String brokerUrl) throws JMSException, XAException {
        observation.forgetMessages();
        try (MessageStore messages = MessageStore.open(brokerUrl, layout, EscrowBroker.builder());
                JMSContext context = messages.context(Session.SESSION_TRANSACTED)) {
            requireNone("branches in the message store", Undecided.recover(messages.recoveryResource()).size());
            context.setClientID(Destinations.CLIENT_ID);
            for (String destination : Destinations.ALL) {
                observation.sees(destination);
                drain(Destinations.TOPIC.equals(destination)
                        ? context.createDurableConsumer(context.createTopic(destination), Destinations.SUBSCRIPTION)
                        : context.createConsumer(context.createQueue(destination)));
            }
        }
    }

    private void drain(JMSConsumer consumer) throws JMSException {
        Message message = consumer.receiveNoWait();
        while (message != null) {
            observation.holds(Body.id(message), Body.isIntact(message));
            message = consumer.receiveNoWait();
        }
    }

    private void rows() throws SQLException, XAException {
        observation.forgetRows();
        EmbeddedXADataSource source = new EmbeddedXADataSource();
        source.setDatabaseName(layout.rows().toString());
        try {
            XAConnection connection = source.getXAConnection();
            requireNone("branches in the database", Undecided.recover(connection.getXAResource()).size());
            try (Connection handle = connection.getConnection(); Statement statement = handle.createStatement()) {
                try (ResultSet rows = statement.executeQuery("select message, unit from sent")) {
                    while (rows.next()) {
                        observation.row(new Observation.SentRow(MessageId.parse(rows.getString(1)), rows.getString(2)));
                    }
                }
                try (ResultSet rows = statement.executeQuery("select message, unit from consumed")) {
                    while (rows.next()) {
                        observation.row(
                                new Observation.ConsumedRow(MessageId.parse(rows.getString(1)), rows.getString(2)));
                    }
                }
            }
        } finally {
            Undecided.shutDownEngine();
        }
    }

    private void requireNone(String what, int found) {
        if (found > 0) {
            violations.add(new Violation(Rule.IN_DOUBT, "in the end there are " + found + " " + what));
        }
    }
}
