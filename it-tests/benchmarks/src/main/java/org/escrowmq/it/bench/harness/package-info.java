/** The side that gives orders: the plan of a run, the contenders' processes, and the check that everybody flushes. */
package org.escrowmq.it.bench.harness;
