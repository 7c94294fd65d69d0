/** What several programs that test from outside need: reading a command line, directory trees, what is in doubt. */
package org.escrowmq.it.common;
