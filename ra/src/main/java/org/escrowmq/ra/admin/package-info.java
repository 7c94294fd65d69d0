/** Administered objects: queues and topics that a server binds in JNDI (Connectors 13.4). */
package org.escrowmq.ra.admin;
