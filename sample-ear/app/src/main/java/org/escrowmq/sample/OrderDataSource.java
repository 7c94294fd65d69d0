package org.escrowmq.sample;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.apache.derby.jdbc.EmbeddedXADataSource;

/**
 * Derby's embedded XA datasource with its files in the server's own data directory. Created and owned by the
 * container.
 *
 * <p>This class is the one thing in the sample that an application with a database server would not need. A
 * datasource definition cannot say "in the server's data directory" portably; Derby itself would put the database
 * wherever the server happened to be started.
 */
public class OrderDataSource extends EmbeddedXADataSource {
    private static final long serialVersionUID = 1L;
    private static final String DIRECTORY = "escrowmq-sample";
    private static final String ENGINE_SHUT_DOWN = "XJ015";

    /** Where WildFly, Liberty, GlassFish or Payara, and Tomcat say that a server keeps its data. */
    private static final List<String> DATA_DIRECTORIES =
            List.of("jboss.server.data.dir", "server.output.dir", "com.sun.aas.instanceRoot", "catalina.base");

    /**
     * @param name an absolute path, or one that is relative to the server's data directory
     */
    @Override
    public void setDatabaseName(String name) {
        super.setDatabaseName(directory().resolve(name).toString());
    }

    /**
     * Stops the database engine that this application started, so that its files and threads are given back.
     */
    static void shutDownEngine() {
        try {
            DriverManager.getConnection("jdbc:derby:;shutdown=true").close();
        } catch (SQLException e) {
            // Derby reports a shutdown that succeeded as an error, too.
            if (!ENGINE_SHUT_DOWN.equals(e.getSQLState())) {
                throw new StoreException("shut the database down", e);
            }
        }
    }

    private static Path directory() {
        return DATA_DIRECTORIES.stream().map(System::getProperty).filter(Objects::nonNull).findFirst()
                .map(Path::of).orElse(Path.of("")).resolve(DIRECTORY).toAbsolutePath();
    }
}
