/** WildFly as the suite sees it. */
package org.escrowmq.it.wildfly;
