/**
 * Messages in the encoding of Artemis' own JMS client, the same whether the engine is in this process or not. Where the
 * encoded message goes, and where a large body does, is the matter of those who ask
 * ({@link org.escrowmq.broker.encoding.CoreMessages}).
 */
package org.escrowmq.broker.encoding;
