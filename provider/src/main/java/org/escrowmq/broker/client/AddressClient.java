package org.escrowmq.broker.client;

import jakarta.jms.JMSException;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.escrowmq.message.MessageErrors;

/**
 * Opens connections to one address by Artemis' client. A connection that is lost stays lost: a session that the client
 * revived on another broker would have forgotten what was received and not acknowledged, and which branch it works in.
 *
 * <p>Safe for use by several threads. Whoever makes it closes it, before the threads.
 */
public final class AddressClient implements AutoCloseable {

    private static final String CONNECT_MILLIS = "5000";
    private static final int NEVER_AGAIN = 0;
    private static final Set<String> STORES = Set.of("keyStorePath", "trustStorePath");

    private final RemoteAddress address;
    private final BrokerUrl url;
    private final TransportConfiguration transport;
    private final ServerLocator locator;
    private final RemoteThreads threads;

    /** Prepares to connect to one of the addresses of a URL. */
    public AddressClient(RemoteAddress address, BrokerUrl url, RemoteThreads threads) {
        this.address = address;
        this.url = url;
        this.threads = threads;
        this.transport = transport(address, url);
        this.locator = ActiveMQClient.createServerLocatorWithoutHA(transport);
        locator.setThreadPools(threads.pool(), threads.scheduled(), threads.pool());
        locator.setReconnectAttempts(NEVER_AGAIN);
        locator.setInitialConnectAttempts(1);
        locator.setUseTopologyForLoadBalancing(false);
        locator.setBlockOnDurableSend(true);
        locator.setBlockOnNonDurableSend(true);
        locator.setBlockOnAcknowledge(false);
        locator.setCallTimeout(number(url, UrlParameter.CALL_TIMEOUT, ActiveMQClient.DEFAULT_CALL_TIMEOUT));
        locator.setConnectionTTL(number(url, UrlParameter.CONNECTION_TTL, ActiveMQClient.DEFAULT_CONNECTION_TTL));
        locator.setClientFailureCheckPeriod(
                number(url, UrlParameter.CHECK_PERIOD, ActiveMQClient.DEFAULT_CLIENT_FAILURE_CHECK_PERIOD));
        locator.setMinLargeMessageSize((int) number(
                url, UrlParameter.MIN_LARGE_MESSAGE_SIZE, ActiveMQClient.DEFAULT_MIN_LARGE_MESSAGE_SIZE));
        locator.setCompressLargeMessage(Boolean.parseBoolean(url.parameter(UrlParameter.COMPRESS, "false")));
    }

    private static TransportConfiguration transport(RemoteAddress address, BrokerUrl url) {
        Map<String, Object> parameters = url.ofConnection();
        parameters.put(TransportConstants.HOST_PROP_NAME, address.host());
        parameters.put(TransportConstants.PORT_PROP_NAME, address.port());
        parameters.putIfAbsent(UrlParameter.CONNECT_TIMEOUT, CONNECT_MILLIS);
        if (parameters.keySet().stream().anyMatch(STORES::contains)) {
            // Otherwise those that are set for the whole process would come first.
            parameters.put(TransportConstants.FORCE_SSL_PARAMETERS, true);
        }
        // Their libraries are left out: one class loader of a process only could load them.
        parameters.put(TransportConstants.USE_EPOLL_PROP_NAME, false);
        parameters.put(TransportConstants.USE_KQUEUE_PROP_NAME, false);
        // A thread for each socket, and not those that all of a process share: see RemoteThreads.
        parameters.put(TransportConstants.USE_GLOBAL_WORKER_POOL_PROP_NAME, false);
        parameters.put(TransportConstants.REMOTING_THREADS_PROPNAME, 1);
        return new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters);
    }

    private static long number(BrokerUrl url, String name, long otherwise) {
        return Long.parseLong(url.parameter(name, Long.toString(otherwise)));
    }

    public RemoteAddress address() {
        return address;
    }

    /** For settings that not everybody has, before the first connection. */
    public ServerLocator locator() {
        return locator;
    }

    /**
     * Opens a connection; the caller closes it.
     *
     * @throws JMSException if nobody answers, or the broker and this side do not accept each other's certificates
     */
    public ClientSessionFactoryInternal connect() throws JMSException {
        try {
            ClientSessionFactory opened = locator.createSessionFactory(transport, NEVER_AGAIN);
            RemotingConnection connection = opened.getConnection();
            if (connection != null && connection.getTransportConnection() instanceof NettyConnection socket) {
                threads.adopt(socket.getNettyChannel().eventLoop());
            }
            return (ClientSessionFactoryInternal) opened;
        } catch (Exception e) {
            // Declared by the client. Beside its own there are those of the security providers.
            throw explained(RemoteErrors.translate("connect to " + this, e));
        }
    }

    /** Adds to an error what the client does not tell. */
    public JMSException explained(JMSException error) {
        Throwable said = error.getCause() == null ? error : error.getCause();
        String why = RemoteErrors.isNoAnswer(error) ? ConnectCheck.why(address, url, said.getMessage()) : null;
        return why == null ? error : MessageErrors.withCause(
                new JMSException("Cannot connect to " + this + ": " + why, error.getErrorCode()), error);
    }

    @Override
    public void close() {
        locator.close();
    }

    @Override
    public String toString() {
        return "tcp://" + address;
    }
}
