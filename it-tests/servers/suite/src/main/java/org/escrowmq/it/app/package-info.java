/**
 * The application of the server tests: what a user would write, plus the means to see and to disturb it. It uses
 * standard APIs only; how it is bound to a server is in the descriptors that the deployments add.
 */
package org.escrowmq.it.app;
