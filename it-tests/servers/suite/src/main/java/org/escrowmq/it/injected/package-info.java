/** What needs a container that injects contexts of a foreign adapter's connection factory. */
package org.escrowmq.it.injected;
