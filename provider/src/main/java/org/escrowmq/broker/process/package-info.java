/**
 * What an embedded broker must not leave behind in the process of others: threads, their class loaders and thread
 * locals, and a log that nobody asked for.
 */
package org.escrowmq.broker.process;
