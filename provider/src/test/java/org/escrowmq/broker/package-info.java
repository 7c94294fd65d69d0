/** Tests of the broker port on the real engine. */
package org.escrowmq.broker;
