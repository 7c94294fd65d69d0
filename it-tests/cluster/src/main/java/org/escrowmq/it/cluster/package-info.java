/** Brokers in JVMs of their own on the loopback, alone, as members of a cluster, or with a backup. */
package org.escrowmq.it.cluster;
