package org.escrowmq.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.escrowmq.broker.store.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every message that the embedded broker logs from INFO up, each with its number. */
final class BrokerLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.escrowmq.broker");

    private BrokerLog() { }

    static void opened(String name, Path directory, String resourceManagerId, int preparedBranches) {
        LOG.info("EMQ0001: broker {} is open on {} (resource manager {}, {} prepared branches in doubt)",
                name, directory, resourceManagerId, preparedBranches);
    }

    static void listening(String name, TransportConfiguration acceptor, int port) {
        // The engine's text has no passwords.
        LOG.info("EMQ0011: broker {} listens on port {}: {}", name, port, acceptor);
    }

    static void closed(String name, Path directory) {
        LOG.info("EMQ0002: broker {} on {} is closed", name, directory);
    }

    static void withoutFsync(Path directory) {
        LOG.warn("EMQ0004: fsync is off: what was committed on {} may be lost when the machine stops", directory);
    }

    static void undecodable(long messageId, String queue, Exception cause) {
        LOG.error("EMQ0005: message {} on {} cannot be read; it goes to the dead letter queue",
                messageId, queue, cause);
    }

    static void storageFailed(Path directory, String file, Throwable cause) {
        LOG.error("EMQ0006: writing {} failed (file {}); the broker stops, nothing more is accepted",
                directory, file, cause);
    }

    static void stopTimedOut(Path directory, long seconds) {
        LOG.error("EMQ0007: the broker on {} did not stop within {} s; the directory stays locked", directory, seconds);
    }

    static void deadLetter(long messageId, String queue, String deadLetterQueue, String cause) {
        LOG.warn("EMQ0031: message {} on {} goes to {}: {}", messageId, queue, deadLetterQueue, cause);
    }

    static void noDeadLetterQueue(long messageId, String queue) {
        LOG.error("EMQ0032: message {} on {} should go to the dead letter queue, but there is none, or it is "
                + "there already; it is kept",
                messageId, queue);
    }

    static void completedByHand(Xid xid, boolean committed) {
        LOG.warn("EMQ0040: an operator {} the prepared branch {}; its transaction manager will be told so until the "
                + "branch is forgotten", committed ? "committed" : "rolled back", xid);
    }

    static void decisionCarriedOut(Xid xid, boolean committed) {
        LOG.warn("EMQ0041: branch {} was {}, as an operator had decided before the broker stopped", xid,
                committed ? "committed" : "rolled back");
    }

    static void controlFailed(Xid xid) {
        LOG.warn("EMQ0042: an operator's attempt to complete branch {} failed; it is in doubt as before", xid);
    }

    static void forgotten(Xid xid) {
        LOG.info("EMQ0043: what an operator had done with branch {} is forgotten; it is not in doubt any more", xid);
    }

    static void cleanUpFailed(String what, Exception cause) {
        LOG.warn("EMQ0008: {} failed while closing", what, cause);
    }

    static void dueWorkFailed(RuntimeException cause) {
        LOG.error("EMQ0044: what follows a commit that is stored failed; it is made up for at the next start", cause);
    }

    static void notChecked(Path file, IOException cause) {
        LOG.warn("EMQ0033: from here on what is written to {} is not noted, so damage of it after a crash would not be "
                + "found: {}", file, cause.toString());
    }

    static void rolesOfNobody(String name, Collection<String> roles) {
        LOG.warn("EMQ0009: broker {} has permissions for roles that no user has: {}", name, roles);
    }

    static void notMarked(Path file, IOException cause) {
        LOG.warn("EMQ0034: cannot write {}: after a crash messages that were delivered may come without "
                + "JMSRedelivered: {}", file, cause.toString());
    }

    static void nothingPermitted(String name) {
        LOG.warn("EMQ0010: broker {} has users but no permissions: they can connect and do nothing else", name);
    }

    static void leftByCrash(Path directory, Finding finding) {
        LOG.warn("EMQ0030: {} was not closed properly; {}", directory, finding);
    }

    static void foreignFilter(String filter, Exception cause) {
        LOG.info("EMQ0013: the filter of a queue is no message selector, so the engine evaluates it: {} ({})",
                filter, cause.getMessage());
    }
}
