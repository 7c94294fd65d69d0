package org.escrowmq.it.crash.victim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.escrowmq.it.container.NamedResource;
import org.escrowmq.it.crash.history.MessageId;

/** One worker's connection to the database. For use by one thread, which never closes it: it is killed. */
final class Rows {

    private final XADataSource database;
    private final int cycle;
    private XAConnection connection;

    Rows(XADataSource database, int cycle) throws SQLException {
        this.database = database;
        this.cycle = cycle;
        this.connection = database.getXAConnection();
    }

    XAResource resource() throws SQLException {
        return NamedResource.untimed("rows", connection.getXAResource());
    }

    void sent(MessageId message, String transaction) throws SQLException {
        insert("insert into sent values (?, ?, ?)", message, transaction);
    }

    void consumed(MessageId message, String transaction) throws SQLException {
        insert("insert into consumed values (?, ?, ?)", message, transaction);
    }

    private void insert(String statement, MessageId message, String transaction) throws SQLException {
        try (Connection handle = connection.getConnection();
                PreparedStatement prepared = handle.prepareStatement(statement)) {
            prepared.setString(1, message.toString());
            prepared.setString(2, transaction);
            prepared.setInt(3, cycle);
            prepared.executeUpdate();
        }
    }

    /** A connection whose transaction was rolled back behind its back is of no more use. */
    void reopen() throws SQLException {
        XAConnection old = connection;
        connection = database.getXAConnection();
        try {
            old.close();
        } catch (SQLException e) {
            // The rollback is still under way on another thread. This process will not live long enough to care.
        }
    }
}
