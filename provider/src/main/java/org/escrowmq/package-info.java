/**
 * The public API: open a broker on a directory and take a connection factory from it.
 */
package org.escrowmq;
