/**
 * The crash harness behind {@code it-tests/crash-it}: starts a process that works in JTA transactions, kills it at a
 * random moment or at a named point of the two-phase protocol, starts it on the same data, and checks from outside that
 * message store, database and answers tell the same story.
 */
package org.escrowmq.it.crash;
