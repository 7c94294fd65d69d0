/** An application that looks at the server's virtual machine. */
package org.escrowmq.it.observer;
