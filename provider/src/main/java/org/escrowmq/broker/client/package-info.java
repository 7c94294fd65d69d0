/**
 * Connections to brokers in other processes, through Artemis' own client: their URL and what is wrong with it, why one
 * cannot be opened, the threads that they have. What is done with them is in {@code org.escrowmq.remote}, and in
 * {@code org.escrowmq.broker.move}.
 */
package org.escrowmq.broker.client;
