/** Kills the sample application's server at random moments under load, again and again, and adds up afterwards. */
package org.escrowmq.it.kill;
