/** What is measured: each contender as it is started, and what it offers to the scenarios. Runs in a JVM of its own. */
package org.escrowmq.it.bench.contender;
