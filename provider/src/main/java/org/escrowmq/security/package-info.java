/** Who may use a broker, and for what: users, roles and permissions as plain immutable objects. */
package org.escrowmq.security;
