/**
 * What transaction managers and their recovery need beyond the Connectors contract. The contract itself is kept by
 * {@link org.escrowmq.ra.EscrowResourceAdapter#getXAResources} and by the managed connections.
 */
package org.escrowmq.ra.recovery;
