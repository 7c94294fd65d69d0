/** Counts what a JVM asks the operating system to flush. The measured have it on their boot class path. */
package org.escrowmq.it.bench.flush;
