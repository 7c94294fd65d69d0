/**
 * A user's application: it places orders in a database and sends a message for each in one JTA transaction, consumes
 * the message in another, and tells a topic.
 *
 * <p>Nothing here knows EscrowMQ. The code uses Jakarta EE 10 alone; {@code WEB-INF/jboss-web.xml} and
 * {@code WEB-INF/jboss-ejb3.xml} say where WildFly finds the connection factory and the resource adapter. The way of an
 * order is {@link org.escrowmq.sample.OrdersResource} (HTTP), {@link org.escrowmq.sample.OrderService} (row and
 * message), {@link org.escrowmq.sample.OrderConsumer} (consumption and event),
 * {@link org.escrowmq.sample.EventListener} (the event's arrival).
 */
package org.escrowmq.sample;
