package org.escrowmq.remote;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this package tells the operator: one numbered message per method. No message contains a password. */
final class RemoteLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.escrowmq.remote");

    private RemoteLog() { }

    static void undecodable(long id, String destination, Exception cause) {
        LOG.warn("EMQ0301: message {} from {} cannot be read; it is given back, and the broker sets it aside after as "
                + "many deliveries as its address settings allow", id, destination, cause);
    }

    static void notReachable(String address, String reason) {
        LOG.warn("EMQ0303: {} does not answer: {}; trying the next broker of the URL", address, reason);
    }

    static void backupNotNamed(String primary, String backup) {
        LOG.warn("EMQ0304: the broker tcp://{} has a backup at tcp://{}, which the URL does not name; it will not be "
                + "connected to. Write tcp://{}|tcp://{}", primary, backup, primary, backup);
    }

    static void notRemembered(String address, String reason) {
        LOG.warn("EMQ0305: which broker is at {} cannot be remembered ({}); if another one is its backup, recovery "
                + "will not know it after a restart, unless the URL has '|' between the two", address, reason);
    }

    static void deadLetter(long id, String destination, String deadLetters, String cause) {
        LOG.warn("EMQ0306: message {} from {} goes to {}: {}", id, destination, deadLetters, cause);
    }

    static void notMoved(String destination, boolean givenUp, Exception cause) {
        LOG.error("EMQ0307: messages from {} should {}, and cannot; until they can, they come again one by one, at "
                + "longer and longer intervals, as often as the broker allows", destination,
                givenUp ? "go to the dead letter queue" : "wait before they are delivered again", cause);
    }

    static void debug(String message, Exception cause) {
        LOG.debug(message, cause);
    }
}
