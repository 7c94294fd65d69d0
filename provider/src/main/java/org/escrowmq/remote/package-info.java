/**
 * Brokers in other processes, single or in a cluster, through Artemis' own client: the
 * {@link org.escrowmq.broker.Broker} port over the network. Only this package knows the client.
 */
package org.escrowmq.remote;
