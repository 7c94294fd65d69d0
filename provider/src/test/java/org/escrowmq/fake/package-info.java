/**
 * A complete, scriptable, deterministic implementation of the {@link org.escrowmq.broker.Broker} port in memory, for
 * tests of the rules above the port. It has no threads and no sleeps of its own.
 */
package org.escrowmq.fake;
