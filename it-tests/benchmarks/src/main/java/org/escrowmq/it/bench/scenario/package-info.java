/** What is done with a contender, and the loop that measures it. Runs in the contender's JVM. */
package org.escrowmq.it.bench.scenario;
