/**
 * Runs the same sample application embedded and on a primary broker with a backup, of which the first is killed under
 * load, and adds up.
 */
package org.escrowmq.it.scale;
