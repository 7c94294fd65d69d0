/** Recovery in Java SE with Narayana, by the lines of {@code docs/recovery.md}. */
package org.escrowmq.recovery;
