package org.escrowmq.it.cluster;

import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * A broker in a process of its own. Tells on its standard output, a line each, when it serves, and when it is a backup
 * that has everything; asked by an empty line on its standard input, when it is settled. Ends when that input does,
 * thus with whoever started it.
 */
@SuppressWarnings("checkstyle:NoConsole") // What it says there is how it answers.
public final class BrokerMain {

    /** It serves. */
    public static final String SERVES = "serves";
    /** It is a backup that has everything, or has one. */
    public static final String REPLICATED = "replicated";

    /** No message is on its way. */
    public static final String SETTLED = "settled";

    private static final long POLL_MILLIS = 20;

    /** A line for each operation is not wanted; kept here, because nobody else keeps it. */
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private BrokerMain() { }

    /** Runs the broker of a configuration, a file on the class path. */
    public static void main(String[] arguments) throws Exception {
        AUDIT.setLevel(Level.OFF);
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(BrokerProcess.USER, BrokerProcess.PASSWORD);
        users.addRole(BrokerProcess.USER, "applications");
        users.addUser(BrokerProcess.CLERK, BrokerProcess.PASSWORD);
        users.addRole(BrokerProcess.CLERK, "clerks");
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ()
                .setConfigResourcePath(arguments[0])
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
        Thread watcher = new Thread(() -> tell(broker.getActiveMQServer()), "watcher");
        watcher.setDaemon(true);
        watcher.start();
        int read = System.in.read();
        while (read >= 0) {
            awaitSettled(broker.getActiveMQServer());
            System.out.println(SETTLED);
            read = System.in.read();
        }
        broker.stop();
    }

    private static void awaitSettled(ActiveMQServer server) throws InterruptedException {
        while (!isSettled(server)) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static boolean isSettled(ActiveMQServer server) {
        return server.getPostOffice().getAllBindings()
                .filter(LocalQueueBinding.class::isInstance)
                .map(binding -> ((LocalQueueBinding) binding).getQueue())
                .allMatch(queue -> queue.getDeliveringCount() == 0 && queue.getScheduledCount() == 0);
    }

    private static void tell(ActiveMQServer server) {
        boolean replicated = false;
        try {
            while (!server.isActive()) {
                if (!replicated && server.isReplicaSync()) {
                    System.out.println(REPLICATED);
                    replicated = true;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            System.out.println(SERVES);
            while (!replicated) {
                replicated = server.isReplicaSync();
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            System.out.println(REPLICATED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
