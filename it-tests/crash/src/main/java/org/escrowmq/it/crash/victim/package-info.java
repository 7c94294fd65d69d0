/**
 * The process that is killed: a transaction manager, a database, a broker, and threads that use them. It says what it
 * does on its standard output, and judges nothing itself.
 */
package org.escrowmq.it.crash.victim;
