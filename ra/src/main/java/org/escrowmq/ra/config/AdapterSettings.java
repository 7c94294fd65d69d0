package org.escrowmq.ra.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How the adapter is to run: immutable and checked. Made by {@link SettingsReader}.
 *
 * @param name the adapter instance; two in one server need different names or directories
 * @param brokerUrl which broker
 * @param directory where an embedded broker keeps its store, and which remote broker was where is remembered
 * @param options what the broker is told beyond that, by name
 */
public record AdapterSettings(String name, String brokerUrl, Path directory, Map<String, String> options) {

    /** The broker inside this server. */
    public static final String EMBEDDED = "embedded:";

    /** The option that says whether anything is to be seen in JMX: the adapter's own, too. */
    public static final String JMX = "jmx";

    /** Where each server keeps what belongs to it, by the system property it sets; the first that is set counts. */
    static final List<String> SERVER_DIRECTORIES = List.of(
            "jboss.server.data.dir", "server.output.dir", "catalina.base", "com.sun.aas.instanceRoot");

    /** Takes a copy of the options. */
    public AdapterSettings {
        options = Map.copyOf(options);
    }

    /**
     * The directory for an instance whose deployer names none: under the server's own data, so that it is backed up and
     * removed with the server, and named after the instance, so that two of them do not collide.
     *
     * @throws InvalidPathException if the server's property is not a path
     */
    static Path defaultDirectory(String name) {
        for (String property : SERVER_DIRECTORIES) {
            String base = System.getProperty(property);
            if (base != null && !base.isBlank()) {
                return Path.of(base, "escrowmq", name);
            }
        }
        return Path.of("escrowmq-data", name);
    }

    /** Whether anything of it is to be seen in JMX. */
    public boolean isManaged() {
        return !"false".equals(options.get(JMX));
    }

    /** Whether the broker is inside this server. */
    public boolean isEmbedded() {
        return EMBEDDED.equals(brokerUrl);
    }

    /** Where messages are, for messages to people: a URL's parameters may be passwords. */
    public String describeBroker() {
        return isEmbedded() ? brokerUrl + " in " + directory : brokerUrl.replaceFirst("\\?.*", "?...");
    }

    @Override
    public String toString() {
        return "resource adapter " + name + " (" + describeBroker() + ")";
    }
}
