package org.escrowmq.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;
import org.apache.activemq.artemis.utils.ConfigurationHelper;

/**
 * Finds out why Artemis' client could not connect, which only says that it has tried everywhere: it tries again by
 * hand. Stateless.
 */
final class WhyNotConnected {

    private static final int TIMEOUT_MILLIS = 5_000;

    private WhyNotConnected() { }

    /** Says why, for each place where it was tried. */
    static String say(TransportConfiguration[] tried, Exception failure) {
        Set<String> reasons = new LinkedHashSet<>();
        for (TransportConfiguration transport : tried == null ? new TransportConfiguration[0] : tried) {
            Map<String, Object> parameters = transport.getParams();
            String host = ConfigurationHelper.getStringProperty(TransportConstants.HOST_PROP_NAME, "", parameters);
            int port = ConfigurationHelper.getIntProperty(TransportConstants.PORT_PROP_NAME, 0, parameters);
            reasons.add(host + ":" + port + ": " + tryOne(host, port, parameters, failure));
        }
        return reasons.isEmpty() ? failure.getMessage() : String.join("; ", reasons);
    }

    private static String tryOne(String host, int port, Map<String, Object> parameters, Exception failure) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            if (ConfigurationHelper.getBooleanProperty(TransportConstants.SSL_ENABLED_PROP_NAME, false, parameters)) {
                return handshake(socket, host, port, parameters, failure);
            }
            return "something listens there, and is no Artemis broker, or expects sslEnabled=true ("
                    + failure.getMessage() + ")";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String handshake(Socket socket, String host, int port, Map<String, Object> parameters,
            Exception failure) throws IOException {
        try (SSLSocket encrypted = (SSLSocket) new SSLSupport(stores(parameters)).createContext().getSocketFactory()
                .createSocket(socket, host, port, true)) {
            SSLParameters checks = encrypted.getSSLParameters();
            checks.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(checks);
            encrypted.startHandshake();
            return failure.getMessage();
        } catch (IOException e) {
            return "the encrypted connection fails: " + e;
        } catch (Exception e) {
            return "the encrypted connection cannot be made: " + e;
        }
    }

    private static SSLContextConfig stores(Map<String, Object> parameters) {
        return SSLContextConfig.builder()
                .keystorePath(text(TransportConstants.KEYSTORE_PATH_PROP_NAME, parameters))
                .keystorePassword(text(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, parameters))
                .keystoreType(type(TransportConstants.KEYSTORE_TYPE_PROP_NAME, parameters))
                .truststorePath(text(TransportConstants.TRUSTSTORE_PATH_PROP_NAME, parameters))
                .truststorePassword(text(TransportConstants.TRUSTSTORE_PASSWORD_PROP_NAME, parameters))
                .truststoreType(type(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, parameters))
                .trustAll(ConfigurationHelper.getBooleanProperty(TransportConstants.TRUST_ALL_PROP_NAME, false,
                        parameters))
                .build();
    }

    private static String type(String name, Map<String, Object> parameters) {
        return ConfigurationHelper.getStringProperty(name, TransportConstants.DEFAULT_KEYSTORE_TYPE, parameters);
    }

    private static String text(String name, Map<String, Object> parameters) {
        return ConfigurationHelper.getStringProperty(name, null, parameters);
    }
}
