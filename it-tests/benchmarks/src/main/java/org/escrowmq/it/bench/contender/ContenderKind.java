package org.escrowmq.it.bench.contender;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything that can be measured. */
public enum ContenderKind {

    ESCROWMQ("escrowmq", "EscrowMQ", true, false, () -> new EscrowContender(true)),
    RAW_WRITE("raw-write", "raw write+fdatasync", true, true, RawWrite::new),
    RAW_JOURNAL("raw-journal", "raw Artemis journal", true, true, RawJournal::new),
    ARTEMIS_TUNED("artemis-tuned", "Artemis vm:, our journal settings", true, false,
            () -> new ArtemisContender(ArtemisContender.Kind.IN_VM_TUNED)),
    ARTEMIS("artemis", "Artemis vm:, as it comes", true, false,
            () -> new ArtemisContender(ArtemisContender.Kind.IN_VM_AS_IT_COMES)),
    ACTIVEMQ("activemq", "ActiveMQ Classic vm:, KahaDB", true, false, ActiveMqContender::new),
    RABBITMQ("rabbitmq", "RabbitMQ, quorum queue, confirms", false, true, RabbitContender::new),
    KAFKA("kafka", "Kafka, acks=all, flush.messages=1", false, true, KafkaContender::new),
    ESCROWMQ_REMOTE("escrowmq-remote", "EscrowMQ, remote broker", false, false, RemoteEscrowContender::new),
    ARTEMIS_TCP("artemis-tcp", "Artemis tcp:, the same broker", false, false,
            () -> new ArtemisContender(ArtemisContender.Kind.TCP)),
    /** Does not flush; the check has to say so. */
    CONTROL("no-flush", "control: EscrowMQ with fsync=false", false, false, () -> new EscrowContender(false));

    private final String id;
    private final String title;
    private final boolean usual;
    private final boolean direct;
    private final Supplier<Contender> maker;

    ContenderKind(String id, String title, boolean usual, boolean direct, Supplier<Contender> maker) {
        this.id = id;
        this.title = title;
        this.usual = usual;
        this.direct = direct;
        this.maker = maker;
    }

    /** What it is called on the command line and in results.json. */
    public String id() {
        return id;
    }

    /** What it is called in tables and charts. */
    public String title() {
        return title;
    }

    /** Whether it takes part unless somebody says otherwise. */
    public boolean isUsual() {
        return usual;
    }

    /** Whether it only sends, in its own way; see {@link DirectContender}. */
    public boolean isDirect() {
        return direct;
    }

    /** One by its name, or several that have a name in common: {@code remote}. */
    public static List<ContenderKind> named(String name) {
        return "remote".equals(name) ? List.of(ESCROWMQ_REMOTE, ARTEMIS_TCP) : List.of(of(name));
    }

    /** A new one, not started. */
    public Contender make() {
        return maker.get();
    }

    /**
     * Finds one.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists what there is
     */
    public static ContenderKind of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no contender " + id + "; there are "
                        + Arrays.stream(values()).map(ContenderKind::id).collect(Collectors.joining(", "))));
    }
}
