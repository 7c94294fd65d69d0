/**
 * Moves everything in a store to a broker in another process, once and only once
 * ({@link org.escrowmq.broker.move.StoreMove}).
 */
package org.escrowmq.broker.move;
