/**
 * What happened, as far as anybody outside knows, and whether the stores agree with it. Plain values: nothing here
 * opens a store or starts a process.
 */
package org.escrowmq.it.crash.history;
