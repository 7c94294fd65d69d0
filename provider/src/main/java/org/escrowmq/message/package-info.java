/**
 * The six message kinds of Jakarta Messaging (chapter 3) as plain Java objects that know no engine.
 *
 * <p>{@link org.escrowmq.message.EscrowMessage} is where to begin: how a message is made, received and copied. What may
 * be read as what is decided in one place for properties, maps and streams, {@code TypedValue}; which classes an
 * ObjectMessage may bring along in another, {@link org.escrowmq.message.ObjectFilters}.
 */
package org.escrowmq.message;
