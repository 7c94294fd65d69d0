package org.escrowmq.ra;

import java.util.List;
import java.util.Map;
import org.escrowmq.ra.config.AdapterSettings;

/** Chooses the provider by the broker's URL. Stateless. */
final class Providers {

    private Providers() { }

    /**
     * Opens what the settings name.
     *
     * @param credentials the adapter's
     * @throws jakarta.jms.JMSRuntimeException if it cannot be opened, saying why
     */
    static MessagingProvider open(AdapterSettings settings, Credentials credentials) {
        return settings.isEmbedded() ? EmbeddedProvider.open(settings) : RemoteProvider.open(settings, credentials);
    }

    /** Says what is wrong with a URL and with options for what it names, a sentence each, without any password. */
    static List<String> mistakes(String brokerUrl, Map<String, String> options) {
        if (AdapterSettings.EMBEDDED.equals(brokerUrl)) {
            return EmbeddedProvider.optionMistakes(options);
        }
        if (brokerUrl == null || !brokerUrl.strip().matches("\\(?tcp://.*")) {
            return List.of("brokerUrl is neither \"" + AdapterSettings.EMBEDDED + "\", the broker inside this server, "
                    + "nor tcp://host:port for a remote one; several of these may stand in it, with ',' between "
                    + "brokers and '|' between the addresses of one broker and its backups");
        }
        return RemoteProvider.mistakes(brokerUrl, options);
    }
}
