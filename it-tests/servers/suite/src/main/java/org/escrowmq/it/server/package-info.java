/**
 * Application servers as processes of their own, for tests that kill them: an installed server is given a base
 * directory, started on free loopback ports, killed or stopped, and started again on the same data.
 */
package org.escrowmq.it.server;
