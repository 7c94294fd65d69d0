package org.escrowmq.sample;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/**
 * Puts the JSON endpoints under {@code /api}. Owned by the container.
 */
@ApplicationPath("api")
public class SampleApplication extends Application {
}
