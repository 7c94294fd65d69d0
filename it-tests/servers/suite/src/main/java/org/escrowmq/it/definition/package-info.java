/** The application's destinations and connection factories, for either {@link org.escrowmq.it.server.Packaging}. */
package org.escrowmq.it.definition;
