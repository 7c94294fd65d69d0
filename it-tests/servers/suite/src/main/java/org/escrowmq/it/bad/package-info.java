/** Message-driven beans with mistakes in their activation properties: none of them may be deployed. */
package org.escrowmq.it.bad;
