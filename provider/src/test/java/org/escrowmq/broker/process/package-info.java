/** Tests of what an embedded broker does to its process. */
package org.escrowmq.broker.process;
