/**
 * Starts an application server with the sample deployed, for {@code mvn -Prun}.
 */
package org.escrowmq.sample.run;
