package org.escrowmq.destination;

/**
 * Marks queue and topic objects that an administrator has configured, as opposed to those that application code makes
 * of a name: what they name may be created even where application code must not create anything.
 */
public interface Administered { }
