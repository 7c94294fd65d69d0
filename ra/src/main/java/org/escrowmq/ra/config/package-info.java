/** What a deployer configures, checked as a whole before anything is opened. */
package org.escrowmq.ra.config;
