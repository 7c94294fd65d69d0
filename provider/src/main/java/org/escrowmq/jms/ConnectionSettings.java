package org.escrowmq.jms;

import java.io.ObjectInputFilter;
import org.escrowmq.broker.Broker;
import org.escrowmq.transaction.Branches;

/**
 * What a connection factory passes on to everything that it creates.
 *
 * @param broker where transactions begin
 * @param branches the broker's XA branches
 * @param objectFilter which classes an ObjectMessage may contain
 */
public record ConnectionSettings(Broker broker, Branches branches, ObjectInputFilter objectFilter) { }
