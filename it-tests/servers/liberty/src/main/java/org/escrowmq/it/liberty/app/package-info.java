/** What an application needs in Open Liberty beyond what it needs everywhere. */
package org.escrowmq.it.liberty.app;
