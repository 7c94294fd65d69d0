/**
 * Kills the sample application's server at random moments under load, again and again, and adds up afterwards. What was
 * placed is known from the answers that the clients got, not from the server that is on trial.
 */
package org.escrowmq.it.kill;
