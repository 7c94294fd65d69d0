/** Tests of users and permissions, without a broker. */
package org.escrowmq.security;
