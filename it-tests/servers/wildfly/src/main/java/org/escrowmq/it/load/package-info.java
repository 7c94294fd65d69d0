/**
 * Clients of the sample application, and the account of what they were told against what the server has. What was
 * placed is known from the answers that the clients got, not from the server that is on trial.
 */
package org.escrowmq.it.load;
