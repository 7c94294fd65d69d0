package org.escrowmq.remote;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Finds out what is wrong with TLS: with the stores of a URL, or between this side and a broker. Artemis' client only
 * says that it could not connect. Stateless.
 */
final class TlsCheck {

    private static final int CONNECT_MILLIS = 5_000;
    /** How long a broker that does not want our certificate takes to say so, after the handshake. */
    private static final int REFUSAL_MILLIS = 1_000;

    private TlsCheck() { }

    static boolean isEnabled(BrokerUrl url) {
        return Boolean.parseBoolean(url.parameter(UrlParameter.SSL_ENABLED, "false"));
    }

    /** Why the keystore or the truststore of a URL cannot be used, as a sentence; null if they can. */
    static String storeFault(BrokerUrl url) {
        if (!isEnabled(url)) {
            return null;
        }
        try {
            context(url);
            return null;
        } catch (Exception e) {
            // Whatever the security providers of this JVM throw.
            return "its keystore or truststore cannot be used: " + rootCause(e);
        }
    }

    private static SSLContext context(BrokerUrl url) throws Exception {
        return new SSLSupport(SSLContextConfig.builder()
                .keystorePath(url.parameter("keyStorePath", null))
                .keystorePassword(url.parameter("keyStorePassword", null))
                .keystoreType(url.parameter("keyStoreType", "JKS"))
                .keystoreProvider(url.parameter("keyStoreProvider", null))
                .keystoreAlias(url.parameter("keyStoreAlias", null))
                .truststorePath(url.parameter("trustStorePath", null))
                .truststorePassword(url.parameter("trustStorePassword", null))
                .truststoreType(url.parameter("trustStoreType", "JKS"))
                .truststoreProvider(url.parameter("trustStoreProvider", null))
                .crlPath(url.parameter("crlPath", null))
                .trustAll(Boolean.parseBoolean(url.parameter("trustAll", "false")))
                .build()).createContext();
    }

    /** Why a broker and this side do not agree, in a few words; null if they do, or for another reason. */
    static String refusal(RemoteAddress address, BrokerUrl url) {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            plain.setSoTimeout(CONNECT_MILLIS);
            try (SSLSocket socket = (SSLSocket) context(url).getSocketFactory()
                    .createSocket(plain, address.host(), address.port(), true)) {
                if (Boolean.parseBoolean(url.parameter("verifyHost", "true"))) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    socket.setSSLParameters(parameters);
                }
                socket.startHandshake();
                socket.setSoTimeout(REFUSAL_MILLIS);
                socket.getInputStream().read();
            }
            return null;
        } catch (SSLException e) {
            return rootCause(e);
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            RemoteLog.debug("Nobody to ask about TLS at " + address, e);
            return null;
        } catch (Exception e) {
            // As above: the stores.
            return rootCause(e);
        }
    }

    private static String rootCause(Exception error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
