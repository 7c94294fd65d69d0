package org.escrowmq.broker.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Finds out why Artemis' client cannot connect, which only says that it could not: tries again by hand. Also what is
 * wrong with the stores of a URL. Stateless.
 */
final class ConnectCheck {

    /** Not long: the client has just tried for longer, and there may be another broker that answers. */
    private static final int CONNECT_MILLIS = 1_000;
    private static final int HANDSHAKE_MILLIS = 5_000;
    /** How long a broker that does not want our certificate takes to say so, after the handshake. */
    private static final int REFUSAL_MILLIS = 1_000;

    private ConnectCheck() { }

    private static boolean isEnabled(BrokerUrl url) {
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

    /**
     * Why nobody answers as a broker at an address, in a few words; null if it is not known.
     *
     * @param said what Artemis' client says
     */
    static String why(RemoteAddress address, BrokerUrl url, String said) {
        if (Boolean.parseBoolean(url.parameter("proxyEnabled", "false"))) {
            // What there is without the proxy is another question.
            return null;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            return isEnabled(url) ? refusal(socket, address, url)
                    : "something listens there and does not answer as a broker does; it is none, or it expects "
                            + "sslEnabled=true, or it hangs (" + said + ")";
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Why a broker and this side do not agree; null if they do, or for another reason. */
    private static String refusal(Socket plain, RemoteAddress address, BrokerUrl url) {
        try {
            plain.setSoTimeout(HANDSHAKE_MILLIS);
            try (SSLSocket socket = (SSLSocket) context(url).getSocketFactory()
                    .createSocket(plain, address.host(), address.port(), true)) {
                if (Boolean.parseBoolean(url.parameter("verifyHost", "true"))) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    socket.setSSLParameters(parameters);
                }
                socket.startHandshake();
                awaitRefusal(socket);
            }
            return null;
        } catch (SocketTimeoutException e) {
            return "TLS fails: no answer to the handshake; TLS is not expected there, or it hangs";
        } catch (Exception e) {
            // As above: the stores. Or what the other side did.
            return "TLS fails: " + e;
        }
    }

    private static void awaitRefusal(SSLSocket socket) throws IOException {
        socket.setSoTimeout(REFUSAL_MILLIS);
        try {
            socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            // There is none: a broker waits for us to say something.
            return;
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
