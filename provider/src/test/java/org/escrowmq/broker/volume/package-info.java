/** Volumes that memory does not hold, in processes of their own with a small heap. */
package org.escrowmq.broker.volume;
