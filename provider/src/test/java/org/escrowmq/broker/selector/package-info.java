/** Tests of selectors and filters without an engine. */
package org.escrowmq.broker.selector;
