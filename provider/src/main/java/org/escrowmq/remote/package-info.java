/**
 * Brokers in other processes, single or in a cluster, through Artemis' own client: the
 * {@link org.escrowmq.broker.Broker} port over the network.
 */
package org.escrowmq.remote;
