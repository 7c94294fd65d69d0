package org.escrowmq.sample;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import java.time.Duration;

/**
 * Knows how long the application has been quiet: no order placed, no message delivered. Thread-safe; one instance,
 * owned by the container.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class Activity {
    private volatile long lastSeen = System.nanoTime();

    /**
     * Something happened just now.
     */
    public void seen() {
        lastSeen = System.nanoTime();
    }

    /**
     * @return the time since something happened, or since the application started
     */
    public Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - lastSeen);
    }
}
