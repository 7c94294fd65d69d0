/** Tests of the files of a store without an engine. */
package org.escrowmq.broker.store;
