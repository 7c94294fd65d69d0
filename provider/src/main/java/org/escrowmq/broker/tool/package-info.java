/**
 * The command line for a store that no broker has open: what is damaged in it and in doubt, saving the rest, and moving
 * it. Where the work is done is {@code org.escrowmq.broker.store} and {@code org.escrowmq.broker.move}.
 */
package org.escrowmq.broker.tool;
