/** Open Liberty as the suite sees it. */
package org.escrowmq.it.liberty;
