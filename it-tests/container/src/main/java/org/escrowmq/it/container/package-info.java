/** As much of an application server as resource adapters need: pool, threads, transactions, endpoints. */
package org.escrowmq.it.container;
