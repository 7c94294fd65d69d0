package org.escrowmq.it.bench.contender;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;

/** A resource adapter as a deployer configures it. */
public interface Adapter {

    /** The adapter itself; the stub container starts and stops it. */
    ResourceAdapter resourceAdapter();

    /** A configured factory, without its resource adapter. */
    ManagedConnectionFactory connections();

    /** A configured activation of a bean on a queue, without its resource adapter. */
    ActivationSpec activation(String queue, int sessions);
}
