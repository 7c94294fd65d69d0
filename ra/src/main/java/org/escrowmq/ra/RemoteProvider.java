package org.escrowmq.ra;

import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XASession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.ObjectName;
import javax.transaction.xa.XAResource;
import org.escrowmq.BrokerHealthMXBean;
import org.escrowmq.ra.config.AdapterSettings;
import org.escrowmq.remote.RemoteBroker;

/**
 * Brokers in other processes, behind the port. They need not be there when this is opened: connections fail until they
 * are. Safe for use by several threads.
 */
final class RemoteProvider extends AbstractProvider {

    private final RemoteBroker broker;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean barrierMissed = new AtomicBoolean();

    private ManagedBean health;

    private RemoteProvider(RemoteBroker broker) {
        this.broker = broker;
    }

    /**
     * Prepares to connect.
     *
     * @param credentials who recovers; if nobody, whoever connected last
     */
    static RemoteProvider open(AdapterSettings settings, Credentials credentials) {
        RemoteProvider opened = new RemoteProvider(RemoteBroker.connect(settings.brokerUrl(), credentials.userName(),
                credentials.password(), settings.directory(), ofBroker(settings.options())));
        if (settings.isManaged()) {
            opened.health = ManagedBean.register(new Health(opened.broker),
                    "broker=" + ObjectName.quote(settings.name()) + ",type=health", "the health of the brokers");
        }
        return opened;
    }

    /** What the brokers are asked when somebody looks. */
    public static final class Health implements BrokerHealthMXBean {

        private final RemoteBroker broker;

        Health(RemoteBroker broker) {
            this.broker = broker;
        }

        @Override
        public String getState() {
            return broker.health().state().name();
        }

        @Override
        public String[] getReasons() {
            return broker.health().reasons().toArray(new String[0]);
        }
    }

    /** The adapter's own option is not the broker's. */
    private static Map<String, String> ofBroker(Map<String, String> options) {
        Map<String, String> others = new HashMap<>(options);
        others.remove(AdapterSettings.JMX);
        return others;
    }

    /** Says what is wrong with a URL and with options, a sentence each. */
    static List<String> mistakes(String brokerUrl, Map<String, String> options) {
        List<String> mistakes = new ArrayList<>();
        RemoteBroker.urlFaults(brokerUrl).forEach(fault -> mistakes.add("in brokerUrl, " + fault));
        RemoteBroker.optionFaults(ofBroker(options)).forEach(fault -> mistakes.add("in properties, " + fault));
        return mistakes;
    }

    @Override
    public XAConnectionFactory connectionFactory() {
        return broker.connectionFactory();
    }

    @Override
    public XAResource recoveryResource() {
        return broker.recoveryResource();
    }

    /** Remote brokers show what they commit. */
    @Override
    public Optional<Runnable> holdBack(XASession session) {
        if (barrierMissed.compareAndSet(false, true)) {
            AdapterLog.noBarrierRemotely();
        }
        return Optional.empty();
    }

    @Override
    public boolean isInUse() {
        return broker.isInUse();
    }

    /** Each connection says for itself when it is lost. */
    @Override
    public boolean isHealthy() {
        return !closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (health != null) {
                health.close();
            }
            broker.close();
        }
    }
}
