/** What a broker does with a store whose files are damaged, or on a disk that does not do what it should. */
package org.escrowmq.broker.damage;
