/**
 * Message selectors: their language (specification 3.8.1.1), what they mean for a message, and how they are written in
 * the words of the engine's filters ({@link org.escrowmq.broker.selector.CoreFilter}). Where they are applied is the
 * matter of those who ask.
 */
package org.escrowmq.broker.selector;
