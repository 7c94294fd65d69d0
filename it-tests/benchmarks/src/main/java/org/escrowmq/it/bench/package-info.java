/** The command {@code it-tests/benchmarks-it}: EscrowMQ and its peers side by side in one run. */
package org.escrowmq.it.bench;
