/**
 * A resource adapter for tests: a resource manager that takes part in a transaction beside the database and the
 * messages, writes down what the transaction manager asks of it, and does at prepare or commit what the test says.
 * It reaches the server as any resource adapter does, so nothing here knows which server that is.
 */
package org.escrowmq.it.probe;
