package org.escrowmq.it.crash;

import java.nio.file.Path;
import org.escrowmq.it.crash.history.History;
import org.escrowmq.it.crash.history.Observation;
import org.escrowmq.it.crash.victim.Pressure;

/**
 * A message store and a database that processes work on, one after the other, and what is known of them.
 *
 * @param directory the database, the log of decisions, and whatever else is written
 * @param broker the message store
 * @param pressure what they wear out
 * @param history what the processes have said
 * @param observation what is in the stores
 */
record StorePair(Path directory, BrokerHost broker, Pressure pressure, History history, Observation observation) {

    StorePair(Path directory, BrokerHost broker, Pressure pressure) {
        this(directory, broker, pressure, new History(), new Observation());
    }
}
