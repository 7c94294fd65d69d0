/** Rules of Jakarta Messaging, checked on a broker in memory. */
package org.escrowmq.jms;
