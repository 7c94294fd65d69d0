package org.escrowmq.it.liberty.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.jms.Queue;
import org.escrowmq.it.app.Destinations;

/**
 * Has the server make what the application defines before it activates the message-driven beans of another module.
 * While it activates one it can make nothing: it would wait five seconds for each destination that a bean names, and
 * other resources are waited for in vain meanwhile. Asking for one has all of them made. Owned by the container.
 */
@Singleton
@Startup
public class DefinedResources {

    @Resource(lookup = Destinations.MANUAL)
    private Queue any;
}
