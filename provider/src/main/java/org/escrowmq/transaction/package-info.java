/**
 * Transactions between the JMS rules and the broker: which one a session's work belongs to, and the life of an XA
 * branch from {@code start} to {@code forget}.
 *
 * <p>{@link org.escrowmq.transaction.BranchState} is the table of what is legal when,
 * {@code Branch} the one place that acts on it, {@link org.escrowmq.transaction.Branches} the registry, and
 * {@code XaErrors} the only place that builds an {@link javax.transaction.xa.XAException}. The rules are those of the
 * X/Open specification <em>Distributed Transaction Processing: The XA Specification</em> (chapters 3, 5 and 6) as the
 * Javadoc of {@link javax.transaction.xa.XAResource} narrows them.
 */
package org.escrowmq.transaction;
