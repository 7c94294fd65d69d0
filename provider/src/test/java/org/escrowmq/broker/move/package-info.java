/** What is in a store is in another broker after a move, wherever it was cut short. */
package org.escrowmq.broker.move;
