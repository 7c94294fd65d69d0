package org.escrowmq.it.bench.scenario;

import org.escrowmq.it.bench.contender.Contender;

/** One way to use a contender. Keeps nothing between rounds, and leaves every destination empty. */
interface Scenario {

    /** One round. */
    Measured run(Contender contender, Order order) throws Exception;
}
