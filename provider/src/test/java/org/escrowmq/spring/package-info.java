/** What users of Spring's JMS support do with any provider, done with this one. */
package org.escrowmq.spring;
