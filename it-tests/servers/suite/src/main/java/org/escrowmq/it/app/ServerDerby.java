package org.escrowmq.it.app;

import java.io.Serial;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.apache.derby.jdbc.EmbeddedXADataSource;

/**
 * Derby's XA datasource with its files in the server's own data directory, which no datasource definition can name
 * portably. Created and owned by the container.
 */
public final class ServerDerby extends EmbeddedXADataSource {

    /** The directory below the server's data directory. */
    public static final String DIRECTORY = "derby";
    /** The database's name, also its directory below that. */
    public static final String DATABASE = "it";

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String SHUT_DOWN = "XJ015";

    /** For the container, which must not name the database: what is set here stands. */
    public ServerDerby() {
        setDatabaseName(ServerData.path().resolve(DIRECTORY).resolve(DATABASE).toString());
        setCreateDatabase("create");
    }

    /**
     * Stops the engine, so that the next deployment, with classes of its own, can open the database. In GlassFish and
     * Payara the classes are the server's, and so is the engine.
     */
    public static void shutDown() {
        if (System.getProperty(ServerData.DOMAIN) != null) {
            return;
        }
        try {
            DriverManager.getConnection("jdbc:derby:;shutdown=true").close();
        } catch (SQLException e) {
            if (!SHUT_DOWN.equals(e.getSQLState())) {
                throw new IllegalStateException("Derby did not shut down", e);
            }
        }
    }
}
