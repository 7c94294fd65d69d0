package org.escrowmq.conformance;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** For rules that both APIs share: clients of either, closed after the test. */
abstract class ClientTest extends ConformanceTest {

    /** A client that is neither started nor used yet. */
    protected Client stopped(Api api, int mode) throws JMSException {
        return api == Api.CLASSIC ? new ClassicClient(connection(), mode) : new SimplifiedClient(context(mode));
    }

    /** A client that is neither started nor used yet and acknowledges automatically. */
    protected Client stopped(Api api) throws JMSException {
        return stopped(api, Session.AUTO_ACKNOWLEDGE);
    }

    /** A started client of a mode. */
    protected Client client(Api api, int mode) throws JMSException {
        Client client = stopped(api, mode);
        client.start();
        return client;
    }

    /** A started client that acknowledges automatically. */
    protected Client client(Api api) throws JMSException {
        return client(api, Session.AUTO_ACKNOWLEDGE);
    }

    /** A started client of a mode, with a client identifier. */
    protected Client client(Api api, int mode, String clientId) throws JMSException {
        Client client = stopped(api, mode);
        client.setClientId(clientId);
        client.start();
        return client;
    }

    /** A started client with a client identifier. */
    protected Client client(Api api, String clientId) throws JMSException {
        return client(api, Session.AUTO_ACKNOWLEDGE, clientId);
    }

    /** A started client of the classic API on this connection. */
    protected static Client on(Connection connection) throws JMSException {
        connection.start();
        return new ClassicClient(connection, Session.AUTO_ACKNOWLEDGE);
    }

    /** A client of the simplified API with this context. */
    protected static Client on(JMSContext context) {
        return new SimplifiedClient(context);
    }
}
