/** Queues and topics: immutable names, independent of any connection. */
package org.escrowmq.destination;
