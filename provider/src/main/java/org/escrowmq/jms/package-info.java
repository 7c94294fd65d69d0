/**
 * The rules of Jakarta Messaging: connections, sessions, producers, consumers, browsers and contexts, on top of the
 * {@link org.escrowmq.broker.Broker} port.
 */
package org.escrowmq.jms;
