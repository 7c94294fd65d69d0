package org.escrowmq.it.crash.victim;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Enumeration;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.XAConnection;
import org.escrowmq.it.crash.history.Destinations;

/** Tells what is in the stores, changing nothing: the messages of the queues, and the rows of the last processes. */
final class Look {

    private static final long PAUSE_MILLIS = 20;

    private final Stores stores;
    private final Wire wire;

    Look(Stores stores, Wire wire) {
        this.stores = stores;
        this.wire = wire;
    }

    /**
     * Tells.
     *
     * @param since the first process whose rows have not been told yet
     * @return how many messages there are in the queues
     */
    int tell(int since) throws JMSException, SQLException, JMException, InterruptedException {
        awaitRedeliveries();
        int messages = 0;
        try (JMSContext context = stores.messages().context(JMSContext.AUTO_ACKNOWLEDGE)) {
            for (String queue : Destinations.QUEUES) {
                messages += browse(context, queue);
            }
        }
        XAConnection connection = stores.database().getXAConnection();
        try (Connection handle = connection.getConnection()) {
            rows(handle, "select message, unit from sent where cycle >= ?", since, Wire.SENT_ROW);
            rows(handle, "select message, unit from consumed where cycle >= ?", since, Wire.CONSUMED_ROW);
        } finally {
            connection.close();
        }
        return messages;
    }

    /**
     * What recovery has rolled back, and was delivered a few times before, waits for its redelivery, and while it waits
     * nobody sees it.
     */
    private static void awaitRedeliveries() throws JMException, InterruptedException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName queue : beans.queryNames(new ObjectName("org.escrowmq:subcomponent=queues,*"), null)) {
            while (((Number) beans.getAttribute(queue, "ScheduledCount")).longValue() > 0) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private int browse(JMSContext context, String queue) throws JMSException {
        int messages = 0;
        try (QueueBrowser browser = context.createBrowser(context.createQueue(queue))) {
            Enumeration<?> all = browser.getEnumeration();
            while (all.hasMoreElements()) {
                Message message = (Message) all.nextElement();
                wire.tell(Wire.HELD + " " + Body.id(message) + " " + Body.isIntact(message));
                messages++;
            }
        }
        return messages;
    }

    private void rows(Connection connection, String query, int since, String word) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, since);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    wire.tell(word + " " + result.getString(1) + " " + result.getString(2));
                }
            }
        }
    }
}
