package org.escrowmq.it.server;

/** How the resource adapter reaches the server. */
public enum Packaging {
    /** Inside of the application's EAR: nothing has to be installed. */
    NESTED,
    /** Deployed by itself, for all applications. */
    STANDALONE;

    /** The adapter's file, nested or not. */
    public static final String RAR = "escrowmq-ra.rar";
}
