/**
 * What the resource adapter promises, checked inside a real application server. Classes whose names end in IT are
 * tests; {@link org.escrowmq.it.Deployments} says what is deployed.
 */
package org.escrowmq.it;
