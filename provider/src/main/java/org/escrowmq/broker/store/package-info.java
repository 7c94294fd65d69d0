/**
 * The files of a store, looked at while no broker has them open: what in them is damaged, and how to save the rest.
 *
 * <p>{@link org.escrowmq.broker.store.StoreCheck} is asked before the engine starts, because the engine skips what it
 * cannot read; docs/reliability.md has the table. Only what is found here needs a person.
 */
package org.escrowmq.broker.store;
