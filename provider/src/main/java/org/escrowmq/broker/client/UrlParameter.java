package org.escrowmq.broker.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What may stand behind the question mark of a {@link BrokerUrl}: Artemis' own names. Stateless. */
final class UrlParameter {

    static final String CALL_TIMEOUT = "callTimeout";
    static final String CONNECTION_TTL = "connectionTTL";
    static final String CHECK_PERIOD = "clientFailureCheckPeriod";
    static final String MIN_LARGE_MESSAGE_SIZE = "minLargeMessageSize";
    static final String COMPRESS = "compressLargeMessage";
    static final String SSL_ENABLED = "sslEnabled";
    static final String CONNECT_TIMEOUT = "connect-timeout-millis";

    /** Those that Artemis' connector takes, with what is allowed. */
    private static final Map<String, Kind> OF_CONNECTION = Map.ofEntries(
            Map.entry(SSL_ENABLED, Kind.FLAG),
            Map.entry("keyStorePath", Kind.TEXT),
            Map.entry("keyStorePassword", Kind.TEXT),
            Map.entry("keyStoreType", Kind.TEXT),
            Map.entry("keyStoreProvider", Kind.TEXT),
            Map.entry("keyStoreAlias", Kind.TEXT),
            Map.entry("trustStorePath", Kind.TEXT),
            Map.entry("trustStorePassword", Kind.TEXT),
            Map.entry("trustStoreType", Kind.TEXT),
            Map.entry("trustStoreProvider", Kind.TEXT),
            Map.entry("crlPath", Kind.TEXT),
            Map.entry("enabledCipherSuites", Kind.TEXT),
            Map.entry("enabledProtocols", Kind.TEXT),
            Map.entry("verifyHost", Kind.FLAG),
            Map.entry("trustAll", Kind.FLAG),
            Map.entry("useDefaultSslContext", Kind.FLAG),
            Map.entry("sniHost", Kind.TEXT),
            Map.entry("tcpNoDelay", Kind.FLAG),
            Map.entry("tcpSendBufferSize", Kind.NUMBER),
            Map.entry("tcpReceiveBufferSize", Kind.NUMBER),
            Map.entry("localAddress", Kind.TEXT),
            Map.entry(CONNECT_TIMEOUT, Kind.NUMBER),
            Map.entry("handshake-timeout", Kind.NUMBER),
            Map.entry("proxyEnabled", Kind.FLAG),
            Map.entry("proxyHost", Kind.TEXT),
            Map.entry("proxyPort", Kind.NUMBER),
            Map.entry("proxyVersion", Kind.TEXT),
            Map.entry("proxyUsername", Kind.TEXT),
            Map.entry("proxyPassword", Kind.TEXT),
            Map.entry("proxyRemoteDNS", Kind.FLAG));

    /** Those that Artemis' client takes. */
    private static final Map<String, Kind> OF_CLIENT = Map.of(
            // There is nothing to switch: backups are used, if the URL names their addresses.
            "ha", Kind.FLAG,
            CALL_TIMEOUT, Kind.NUMBER,
            CONNECTION_TTL, Kind.NUMBER,
            CHECK_PERIOD, Kind.NUMBER,
            MIN_LARGE_MESSAGE_SIZE, Kind.NUMBER,
            COMPRESS, Kind.FLAG);

    static final Set<String> CONNECTION = OF_CONNECTION.keySet();

    /** Artemis' client would revive a session that has lost what was in it; see docs/decisions/D16. */
    private static final List<String> REVIVING =
            List.of("reconnectAttempts", "failoverAttempts", "initialConnectAttempts", "confirmationWindowSize");

    private enum Kind {
        FLAG("true or false", text -> text.equals("true") || text.equals("false")),
        NUMBER("a whole number from 1", text -> text.matches("[1-9][0-9]{0,8}")),
        TEXT("a text", text -> !text.isBlank());

        private final String allowed;
        private final Predicate<String> validity;

        Kind(String allowed, Predicate<String> validity) {
            this.allowed = allowed;
            this.validity = validity;
        }
    }

    private UrlParameter() { }

    /** True if there is such a parameter. */
    static boolean exists(String name) {
        return OF_CONNECTION.containsKey(name) || OF_CLIENT.containsKey(name);
    }

    /** True if it would have lost connections revived. */
    static boolean isReviving(String name) {
        return REVIVING.contains(name);
    }

    /** The names of all that there are, for people. */
    static String names() {
        Set<String> names = new TreeSet<>(OF_CONNECTION.keySet());
        names.addAll(OF_CLIENT.keySet());
        return String.join(", ", names);
    }

    /** What values a parameter that exists may have, or null if this is one of them. */
    static String allowedInstead(String name, String value) {
        Kind kind = OF_CONNECTION.getOrDefault(name, OF_CLIENT.get(name));
        return kind.validity.test(value) ? null : kind.allowed;
    }

    /** True if nobody is to see its value. */
    static boolean isSecret(String name) {
        return name.toLowerCase(Locale.ROOT).contains("password");
    }
}
