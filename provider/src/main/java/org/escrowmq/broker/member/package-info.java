/**
 * What makes an embedded broker a member of a cluster: reads a {@code broker.xml} of Artemis', refuses what is
 * EscrowMQ's own to decide or would let in everybody, and adds the rest to the engine's configuration (decision D17).
 */
package org.escrowmq.broker.member;
