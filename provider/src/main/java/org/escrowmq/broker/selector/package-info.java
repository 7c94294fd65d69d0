/**
 * Message selectors: their language (specification 3.8.1.1) and what they mean for a message. What an identifier refers
 * to is told by the broker package, and where selectors are applied is its matter too.
 */
package org.escrowmq.broker.selector;
