package org.escrowmq.broker.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which brokers there are and how to talk to them: {@code tcp://a:61616|tcp://a2:61616,tcp://b:61616?name=value&...}. A
 * comma is between brokers, a bar between the addresses of one broker: its own and those of its backups.
 *
 * <p>Immutable. {@link #toString} shows no password.
 */
public final class BrokerUrl {

    private static final String SCHEME = "tcp";
    private static final int MAX_PORT = 65_535;
    /** What may be meant as addresses, and has no parameters in it. */
    private static final Pattern HARMLESS = Pattern.compile("[\\w.:/\\[\\](),| -]*");

    private final List<List<RemoteAddress>> brokers = new ArrayList<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    /** A separator in a password that was not encoded makes something else of its rest, which nobody is to see. */
    private boolean afterSecret;
    private boolean harmless;

    private BrokerUrl(String text) {
        String stripped = text == null ? "" : text.strip();
        afterSecret = stripped.contains("@");
        int query = stripped.indexOf('?');
        readBrokers(query < 0 ? stripped : stripped.substring(0, query));
        if (query >= 0) {
            readParameters(stripped.substring(query + 1));
        }
    }

    /** Reads a URL; {@link #faultsWithStores} says what is wrong with it. */
    public static BrokerUrl read(String text) {
        return new BrokerUrl(text);
    }

    /** A sentence for each fault, with what is allowed and without any password; empty if there is none. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** The same, and whether its keystore and truststore can be used, for which they are read. */
    public List<String> faultsWithStores() {
        List<String> found = new ArrayList<>(faults);
        String store = ConnectCheck.storeFault(this);
        if (store != null) {
            found.add(store);
        }
        return found;
    }

    /** The brokers, each with the addresses at which it may be. */
    public List<List<RemoteAddress>> brokers() {
        return List.copyOf(brokers);
    }

    /** A parameter, or the default if it is not given. */
    String parameter(String name, String otherwise) {
        return parameters.getOrDefault(name, otherwise);
    }

    /** The parameters that are about a connection itself: TLS, proxy, sockets. */
    Map<String, Object> ofConnection() {
        Map<String, Object> found = new TreeMap<>();
        parameters.forEach((name, value) -> {
            if (UrlParameter.CONNECTION.contains(name)) {
                found.put(name, value);
            }
        });
        return found;
    }

    private void readBrokers(String list) {
        if (list.contains("@")) {
            // Whose password may contain whatever separates addresses.
            faults.add("it contains a user; set userName and password instead");
            return;
        }
        harmless = !afterSecret && HARMLESS.matcher(list).matches();
        // Artemis' own form, with brackets around the list.
        String text = list.startsWith("(") && list.endsWith(")") ? list.substring(1, list.length() - 1) : list;
        Set<RemoteAddress> known = new LinkedHashSet<>();
        for (String broker : text.split(",", -1)) {
            List<RemoteAddress> addresses = new ArrayList<>();
            for (String address : broker.split("\\|", -1)) {
                RemoteAddress read = readAddress(address.strip());
                if (read != null && !known.add(read)) {
                    faults.add("it names " + read + " twice");
                }
                if (read != null) {
                    addresses.add(read);
                }
            }
            brokers.add(List.copyOf(addresses));
        }
    }

    private RemoteAddress readAddress(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return refused(text);
        }
        boolean address = SCHEME.equals(uri.getScheme()) && uri.getHost() != null
                && uri.getPort() > 0 && uri.getPort() <= MAX_PORT
                && uri.getPath().isEmpty() && uri.getFragment() == null;
        return address ? new RemoteAddress(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort()) : refused(text);
    }

    private RemoteAddress refused(String text) {
        String shown = harmless ? "'" + text + "'" : "something in it";
        faults.add(shown + " is no address of a broker; allowed is tcp://host:port, with ',' between brokers, "
                + "'|' between the addresses of one broker and its backups, and ?name=value&name=value at the end");
        return null;
    }

    private void readParameters(String query) {
        int number = 0;
        for (String entry : query.split("&")) {
            number++;
            int equals = entry.indexOf('=');
            String name = equals < 1 ? "" : entry.substring(0, equals);
            if (UrlParameter.exists(name)) {
                readParameter(name, entry.substring(equals + 1));
            } else {
                faults.add(unknown(number, name));
                // Perhaps it is one that was not written correctly.
                afterSecret = true;
            }
        }
    }

    private String unknown(int number, String name) {
        if (UrlParameter.isReviving(name)) {
            return "its parameter " + name + " is not allowed: a connection that is lost is replaced by a new one, and "
                    + "is not revived; leave it out";
        }
        String what = name.isEmpty() ? "is no name=value" : afterSecret ? "is none that there is" : "is '" + name + "'";
        return "its parameter number " + number + " " + what + "; allowed are " + UrlParameter.names()
                + "; in a value write %26 for '&' and %25 for '%', and do not write here who connects: the properties "
                + "userName and password say that";
    }

    private void readParameter(String name, String encoded) {
        try {
            String value = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            String allowed = UrlParameter.allowedInstead(name, value);
            if (allowed != null) {
                String shown = afterSecret ? "something else" : "'" + value + "'";
                faults.add("its parameter " + name + " is " + (UrlParameter.isSecret(name) ? "empty" : shown)
                        + ", allowed is " + allowed);
            } else if (parameters.put(name, value) != null) {
                faults.add("its parameter " + name + " is given twice");
            }
        } catch (IllegalArgumentException e) {
            faults.add("the value of its parameter " + name + " is not encoded as in a URL: '%' and two digits");
        }
        afterSecret |= UrlParameter.isSecret(name);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<RemoteAddress> broker : brokers) {
            text.append(text.isEmpty() ? "" : ",").append(describe(broker));
        }
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            text.append(separator).append(parameter.getKey()).append('=')
                    .append(UrlParameter.isSecret(parameter.getKey()) ? "***" : parameter.getValue());
            separator = '&';
        }
        return text.toString();
    }

    /** The addresses of one broker, as in a URL. */
    public static String describe(List<RemoteAddress> broker) {
        List<String> texts = new ArrayList<>();
        broker.forEach(address -> texts.add(SCHEME + "://" + address));
        return String.join("|", texts);
    }
}
