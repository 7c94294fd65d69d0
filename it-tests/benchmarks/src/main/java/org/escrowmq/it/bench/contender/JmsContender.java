package org.escrowmq.it.bench.contender;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.XAConnectionFactory;

/** Speaks Jakarta Messaging, and has a resource adapter. */
public interface JmsContender extends Contender {

    /** For connections outside of global transactions. */
    ConnectionFactory connectionFactory();

    /** For connections that take part in global transactions. */
    XAConnectionFactory xaConnectionFactory();

    /** Its resource adapter, not started yet; whoever asks for it starts and stops it. */
    Adapter adapter() throws Exception;
}
