/** The adapter in TomEE, without Arquillian: the tests start the server themselves. */
package org.escrowmq.it.tomee;
