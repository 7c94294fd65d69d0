package org.escrowmq;

import jakarta.jms.JMSException;
import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import javax.transaction.xa.XAResource;
import org.escrowmq.broker.BrokerSettings;
import org.escrowmq.broker.EmbeddedBroker;
import org.escrowmq.broker.Passwords;
import org.escrowmq.broker.RedeliveryPolicy;
import org.escrowmq.broker.member.MemberConfiguration;
import org.escrowmq.message.ObjectFilters;
import org.escrowmq.security.Permission;
import org.escrowmq.security.SecuritySettings;
import org.escrowmq.transaction.Branches;

/**
 * A message broker in this process, on one directory, and the place to get connection factories from.
 *
 * <pre>{@code
 * try (EscrowBroker broker = EscrowBroker.open(Path.of("data"))) {
 *     try (JMSContext context = broker.connectionFactory().createContext()) {
 *         context.createProducer().send(context.createQueue("greetings"), "Hello");
 *     }
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Whoever opens it closes it; connections that are still open then end.
 */
public final class EscrowBroker implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final Branches branches;
    private final EscrowConnectionFactory connectionFactory;
    private final InDoubtBranches inDoubtBranches;
    private final HealthBean healthBean;

    private EscrowBroker(EmbeddedBroker broker, ObjectInputFilter objectFilter) {
        this.broker = broker;
        this.branches = new Branches(broker);
        this.connectionFactory = new EscrowConnectionFactory(broker, branches, objectFilter);
        this.inDoubtBranches = new InDoubtBranches(broker);
        this.healthBean = registerHealth();
        OpenBrokers.add(this);
    }

    private HealthBean registerHealth() {
        boolean registered = false;
        try {
            HealthBean bean = HealthBean.register(broker.jmxName(), this::health);
            registered = true;
            return bean;
        } finally {
            if (!registered) {
                broker.close();
            }
        }
    }

    /**
     * Opens a broker with the usual settings.
     *
     * @param directory where it keeps everything; created if it does not exist
     * @throws EscrowBrokerException if the directory cannot be used, saying why; what was in it is unchanged then
     */
    public static EscrowBroker open(Path directory) {
        return builder().directory(directory).open();
    }

    /** Starts to configure a broker. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Hashes a password, so that it need not be written down where a user is configured.
     *
     * @return a salted hash, as {@code ENC(...)}; another one each time
     */
    public static String hash(String password) {
        return Passwords.hash(password);
    }

    /** The connection factory for this broker: classic, simplified and domain-specific, each also for XA. */
    public EscrowConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    /**
     * The resource through which a transaction manager recovers branches: it needs no session, knows every prepared
     * branch of the store, and stays usable as long as the broker is open.
     */
    public XAResource recoveryResource() {
        return branches.recoveryResource();
    }

    /**
     * A recovery resource that outlives brokers, to be registered once while brokers of one directory come and go.
     *
     * @param current answers with the broker that is open now, or null while none is; calls then fail with XAER_RMFAIL,
     *     and the transaction manager tries again
     */
    public static XAResource recoveryResource(Supplier<EscrowBroker> current) {
        return Branches.recoveryResource(() -> {
            EscrowBroker open = current.get();
            return open == null ? null : open.branches;
        });
    }

    /**
     * The branches that are prepared and wait for their transaction manager, and those that an operator completed and
     * no transaction manager has forgotten yet.
     */
    public List<InDoubtBranch> inDoubtBranches() {
        return inDoubtBranches.list();
    }

    /**
     * Commits a prepared branch by hand, whatever its transaction manager may decide. Only for the case that it will
     * never come back: what other resources do in the same transaction, nobody here knows. The branch is still listed;
     * its transaction manager is answered XA_HEURCOM until it or {@link #forget} forgets it.
     *
     * @param id the {@linkplain InDoubtBranch#id branch}
     * @throws EscrowBrokerException if no such branch is prepared (any more), or it could not be committed; the message
     *     says which, and lists what is in doubt
     */
    public void commitHeuristically(String id) {
        inDoubtBranches.complete(id, true);
    }

    /** Rolls a prepared branch back by hand, like {@link #commitHeuristically}; XA_HEURRB is what is answered then. */
    public void rollbackHeuristically(String id) {
        inDoubtBranches.complete(id, false);
    }

    /**
     * Drops the memory of what an operator did with a branch. Transaction managers usually do that themselves.
     *
     * @param id the {@linkplain InDoubtBranch#id branch}
     * @throws EscrowBrokerException if no such branch was completed by an operator
     */
    public void forget(String id) {
        inDoubtBranches.forget(id);
    }

    /** Names the store to transaction managers; the same as long as the directory exists. */
    public String resourceManagerId() {
        return broker.resourceManagerId();
    }

    /**
     * How the broker is at this moment. Without enough free space on the disk it does not send; it does again, by
     * itself, when there is. When its storage has failed it is down, and {@link #open} makes a new one.
     */
    public BrokerHealth health() {
        String down = broker.whyDown();
        if (down != null) {
            return new BrokerHealth(BrokerHealth.State.DOWN, List.of(down));
        }
        String full = broker.whyNotSending();
        return full == null
                ? new BrokerHealth(BrokerHealth.State.UP, List.of())
                : new BrokerHealth(BrokerHealth.State.NOT_SENDING, List.of(full));
    }

    /** True while a connection is open. */
    public boolean isInUse() {
        return broker.isInUse();
    }

    /** Where everything is kept, absolute. */
    public Path directory() {
        return broker.directory();
    }

    /**
     * Closes the broker: connections end, calls under way finish, everything stops and the directory is unlocked. It
     * returns within about a minute and leaves no thread behind. Prepared branches stay in doubt until recovery.
     */
    @Override
    public void close() {
        OpenBrokers.remove(this);
        healthBean.close();
        broker.close();
        branches.brokerClosed();
    }

    /**
     * Collects the configuration of a broker. Everything is checked at once by {@link #open}.
     *
     * <p>For use by one thread.
     */
    public static final class Builder {

        private final OptionValues values = new OptionValues(BrokerOption.ALL);
        private final SecurityOptions security = new SecurityOptions();

        private Builder() { }

        /** Where the broker keeps everything; created if it does not exist. This one has no default. */
        public Builder directory(Path directory) {
            return set(BrokerOption.DIRECTORY, directory);
        }

        /** What the broker is called in JMX and in the log. By default a name derived from its directory. */
        public Builder name(String name) {
            return set(BrokerOption.NAME, name);
        }

        /** Whether a commit waits until the device has confirmed the write. By default it does. */
        public Builder fsync(boolean fsync) {
            return set(BrokerOption.FSYNC, fsync);
        }

        /** Whether the broker is visible in JMX, in the domain {@code org.escrowmq}. By default it is. */
        public Builder jmx(boolean jmx) {
            return set(BrokerOption.JMX, jmx);
        }

        /**
         * Whether a queue or topic that application code names is created when it is used first. By default it is; if
         * not, that throws InvalidDestinationException unless it exists already or is temporary.
         */
        public Builder createDestinations(boolean create) {
            return set(BrokerOption.CREATE_DESTINATIONS, create);
        }

        /**
         * How long what nobody waits for may gather before it is written; 100,000 by default. What somebody waits for
         * does not wait.
         */
        public Builder journalBufferTimeoutNanos(long nanos) {
            return set(BrokerOption.JOURNAL_BUFFER_TIMEOUT, nanos);
        }

        /** How much memory messages may use before further ones go to page files. By default 1/4 of the heap. */
        public Builder globalMaxBytes(long bytes) {
            return set(BrokerOption.GLOBAL_MAX_BYTES, bytes);
        }

        /** With less than this free on the disk, sending fails; consuming goes on. By default 128 MiB. */
        public Builder minFreeDiskBytes(long bytes) {
            return set(BrokerOption.MIN_FREE_DISK_BYTES, bytes);
        }

        /** How often a message is delivered before it goes to the queue {@code DLQ}; -1 for ever. By default 10. */
        public Builder maxDeliveryAttempts(int attempts) {
            return set(BrokerOption.MAX_DELIVERY_ATTEMPTS, attempts);
        }

        /**
         * How many redeliveries of a message are at once and in its place, before they wait. By default 2; none if
         * {@link #redeliveryDelayMillis} is set and this is not.
         */
        public Builder immediateRedeliveries(int number) {
            return set(BrokerOption.IMMEDIATE_REDELIVERIES, number);
        }

        /** How long a message waits before its next redelivery; 0 for not at all. By default 100 ms. */
        public Builder redeliveryDelayMillis(long millis) {
            return set(BrokerOption.REDELIVERY_DELAY, millis);
        }

        /** How many times longer each further redelivery waits than the one before. By default 2. */
        public Builder redeliveryBackOffMultiplier(double multiplier) {
            return set(BrokerOption.REDELIVERY_MULTIPLIER, multiplier);
        }

        /** How long a redelivery waits at most. By default one second. */
        public Builder maxRedeliveryDelayMillis(long millis) {
            return set(BrokerOption.MAX_REDELIVERY_DELAY, millis);
        }

        /**
         * Which classes an ObjectMessage may contain beside the JDK's value classes, as patterns of
         * {@link ObjectInputFilter.Config#createFilter}. By default none: see {@link ObjectFilters}.
         */
        public Builder objectMessageClasses(String... patterns) {
            values.setText(BrokerOption.OBJECT_MESSAGE_CLASSES.name(), String.join(";", patterns));
            return this;
        }

        /**
         * Adds a user. From the first one on, only users can connect, and may do only what is
         * {@linkplain #permit permitted}. Without users and login configuration everybody may do everything.
         *
         * @param password the password, or {@link EscrowBroker#hash a hash of it}
         * @param roles what permissions are given to
         */
        public Builder user(String name, String password, String... roles) {
            security.user(name, password, roles);
            return this;
        }

        /**
         * Adds the users of a file: a properties file in UTF-8 with lines {@code name=password,role,role}, where the
         * password may be {@link EscrowBroker#hash a hash}.
         */
        public Builder usersFile(Path file) {
            return set(BrokerOption.USERS_FILE, file);
        }

        /** Lets a JAAS login configuration of this JVM decide who can connect, instead of users given here. */
        public Builder loginConfiguration(String name) {
            return set(BrokerOption.LOGIN_CONFIGURATION, name);
        }

        /**
         * Permits something. What is not permitted is refused. Of the rules for a destination the most specific one
         * decides alone: the exact name, else the longest beginning; their order means nothing.
         *
         * @param destinations the name of a queue or topic, or the beginning of names followed by {@code *}, or
         *     {@code *} for all
         * @param roles to whom it is permitted
         */
        public Builder permit(String destinations, Permission permission, String... roles) {
            security.permit(destinations, permission, roles);
            return this;
        }

        /** Permits like {@link #permit}, as a text: {@code orders: send=shop, consume|browse=office|admin; *: ...}. */
        public Builder permissions(String permissions) {
            return set(BrokerOption.PERMISSIONS, permissions);
        }

        /** Whether each message names its sender in {@code JMSXUserID}. By default it does not. */
        public Builder jmsxUserId(boolean userId) {
            return set(BrokerOption.JMSX_USER_ID, userId);
        }

        /**
         * Makes the broker a member of a cluster, or lets Artemis' clients in: a {@code broker.xml} of Artemis', of
         * which acceptors, connectors, cluster connections, replication, bridges, diverts, addresses and their settings
         * are taken, and whatever else it has is refused. By default nobody outside of this process reaches the broker.
         */
        public Builder brokerConfiguration(Path file) {
            return set(BrokerOption.BROKER_CONFIGURATION, file);
        }

        /**
         * Names acceptors that may be insecure, each of which is refused otherwise: on the network without users, or
         * reached by other machines without encryption.
         */
        public Builder insecureAcceptors(String... names) {
            return set(BrokerOption.INSECURE_ACCEPTORS, List.of(names));
        }

        /** Sets options from texts: the names are those of this class's methods. */
        public Builder properties(Map<String, String> properties) {
            properties.forEach(values::setText);
            return this;
        }

        /** Sets options from texts: the names are those of this class's methods. */
        public Builder properties(Properties properties) {
            properties.stringPropertyNames().forEach(key -> values.setText(key, properties.getProperty(key)));
            return this;
        }

        private <T> Builder set(BrokerOption<T> option, T value) {
            values.set(option, value);
            return this;
        }

        /**
         * Opens the broker. Everything that was stored is loaded when the method returns.
         *
         * @throws EscrowBrokerException if the configuration is not valid, with all that is wrong with it, or if the
         *     directory cannot be used; what was in it is unchanged then
         */
        public EscrowBroker open() {
            List<String> faults = new ArrayList<>();
            BrokerSettings settings = settings(faults);
            ObjectInputFilter objectFilter = values.get(BrokerOption.OBJECT_MESSAGE_CLASSES, faults);
            if (!faults.isEmpty()) {
                throw new EscrowBrokerException("The broker is not configured correctly: "
                        + String.join("; ", faults), "INVALID_CONFIGURATION", null);
            }
            try {
                return new EscrowBroker(EmbeddedBroker.open(settings), objectFilter);
            } catch (JMSException e) {
                throw new EscrowBrokerException(e.getMessage(), e.getErrorCode(), e);
            }
        }

        /**
         * Says what is wrong with the configuration so far, for whoever has more to check before {@link #open}.
         *
         * @return a sentence for each fault; empty if there is none
         */
        public List<String> faults() {
            List<String> faults = new ArrayList<>();
            settings(faults);
            values.get(BrokerOption.OBJECT_MESSAGE_CLASSES, faults);
            return faults;
        }

        private RedeliveryPolicy redelivery(List<String> faults) {
            return RedeliveryOptions.usualPolicy().with(
                    values.given(BrokerOption.IMMEDIATE_REDELIVERIES, faults),
                    values.given(BrokerOption.REDELIVERY_DELAY, faults),
                    values.given(BrokerOption.REDELIVERY_MULTIPLIER, faults),
                    values.given(BrokerOption.MAX_REDELIVERY_DELAY, faults));
        }

        private BrokerSettings settings(List<String> faults) {
            faults.addAll(values.unknown());
            if (!values.isSet(BrokerOption.DIRECTORY)) {
                faults.add("directory is not set; it must be the path of a directory");
            }
            SecuritySettings securitySettings = security.read(values, faults);
            return new BrokerSettings(
                    values.get(BrokerOption.DIRECTORY, faults),
                    values.get(BrokerOption.NAME, faults),
                    values.get(BrokerOption.FSYNC, faults),
                    values.get(BrokerOption.JMX, faults),
                    values.get(BrokerOption.CREATE_DESTINATIONS, faults),
                    values.get(BrokerOption.JOURNAL_BUFFER_TIMEOUT, faults).intValue(),
                    values.get(BrokerOption.GLOBAL_MAX_BYTES, faults),
                    values.get(BrokerOption.MIN_FREE_DISK_BYTES, faults),
                    values.get(BrokerOption.MAX_DELIVERY_ATTEMPTS, faults),
                    redelivery(faults),
                    securitySettings,
                    member(securitySettings, faults));
        }

        private MemberConfiguration member(SecuritySettings securitySettings, List<String> faults) {
            Path file = values.get(BrokerOption.BROKER_CONFIGURATION, faults);
            List<String> insecure = values.get(BrokerOption.INSECURE_ACCEPTORS, faults);
            if (file == null && !insecure.isEmpty()) {
                faults.add("insecureAcceptors is set, but not brokerConfiguration, so there are no acceptors");
            }
            return file == null ? null : MemberConfiguration.read(file, insecure, securitySettings, faults);
        }
    }
}
