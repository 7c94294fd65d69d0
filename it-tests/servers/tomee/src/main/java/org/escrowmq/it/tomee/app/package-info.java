/** An application with a sender and a message-driven bean, and a servlet to see them from outside. */
package org.escrowmq.it.tomee.app;
