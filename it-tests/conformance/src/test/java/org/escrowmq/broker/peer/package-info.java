/** A plain Artemis broker with its own client, for a cross-check. Below the one package that may know the server. */
package org.escrowmq.broker.peer;
