package org.escrowmq.it.bench.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.escrowmq.it.bench.contender.Contender;

/** Everything that contenders can be asked to do. */
public enum ScenarioKind {

    SEND_AUTO("send-auto", "send, auto-acknowledged session", Group.SENDING, List.of(1, 4, 16, 64), List.of(16),
            new Send(ScenarioKind.USUAL_BYTES, false)),
    SEND_TRANSACTED("send-transacted", "send, transacted session", Group.SENDING, List.of(1, 4, 16, 64),
            List.of(1, 16, 64), new Send(ScenarioKind.USUAL_BYTES, true)),
    ROUND_TRIP("round-trip", "send and receive, auto-acknowledged session", Group.MESSAGING, List.of(1, 4, 16, 64),
            List.of(16), new RoundTrip("bench-trip", true)),
    XA_ONE_PHASE("xa-one-phase", "send in an XA branch, one phase", Group.MESSAGING, List.of(1, 4, 16, 64),
            List.of(1, 16), new BranchSend(false)),
    XA_TWO_PHASES("xa-two-phases", "send in an XA branch, two phases", Group.MESSAGING, List.of(1, 4, 16, 64),
            List.of(1, 16), new BranchSend(true)),
    JTA_ONE("jta-one", "send in JTA, one resource", Group.MESSAGING, List.of(1, 4, 16, 64), List.of(16),
            new JtaSend(false)),
    JTA_TWO("jta-two", "send in JTA, two resources", Group.MESSAGING, List.of(1, 4, 16, 64), List.of(16),
            new JtaSend(true)),
    RA_SEND("ra-send", "send in JTA through the resource adapter", Group.MESSAGING, List.of(1, 4, 16, 64),
            List.of(1, 16), new AdapterSend()),
    MDB_DRAIN("mdb-drain", "message-driven bean through the resource adapter", Group.MESSAGING, List.of(15),
            List.of(15), new BeanDrain()),
    SEND_ASYNC("send-async", "asynchronous send", Group.MESSAGING, List.of(1, 4, 16), List.of(1), new AsyncSend()),
    TOPIC("topic", "publish to 10 durable subscribers", Group.MESSAGING, List.of(1, 4, 16), List.of(4), new FanOut()),
    SEND_16K("send-16k", "send of 16 KiB, transacted session", Group.SENDING, List.of(1, 16), List.of(16),
            new Send(16 << 10, true)),
    SEND_1M("send-1m", "send of 1 MiB, transacted session", Group.SENDING, List.of(1, 4), List.of(1),
            new Send(1 << 20, true)),
    START_EMPTY("start-empty", "start to first message, empty store", Group.START, List.of(1), List.of(1),
            new FirstMessage()),
    START_TENTH("start-tenth", "start to first message, a tenth of the backlog", Group.START_ON_BACKLOG, List.of(1),
            List.of(), new FirstMessage()),
    START_BACKLOG("start-backlog", "start to first message, backlog", Group.START_ON_BACKLOG, List.of(1), List.of(1),
            new FirstMessage()),
    HEAP_EMPTY("heap-empty", "send and receive on one queue, 256 MB of heap, queue empty", Group.SMALL_HEAP,
            List.of(4), List.of(4), new RoundTrip(Backlog.QUEUE, false)),
    HEAP_BACKLOG("heap-backlog", "the same with the backlog in the queue", Group.SMALL_HEAP_ON_BACKLOG, List.of(4),
            List.of(4), new RoundTrip(Backlog.QUEUE, false)),
    /** Not measured for its own sake: makes the backlog. */
    FILL("fill", "filling a queue", Group.PREPARATION, List.of(), List.of(), new Backlog());

    /** How long a message is unless the scenario says otherwise. */
    public static final int USUAL_BYTES = 1 << 10;

    private final String id;
    private final String title;
    private final Group group;
    private final List<Integer> threads;
    private final List<Integer> quickThreads;
    private final Scenario scenario;

    /** In what process a scenario runs, and for whom it is. */
    public enum Group {
        /** For every contender, in its process for most scenarios. */
        SENDING,
        /** For contenders that speak Jakarta Messaging, in the same process. */
        MESSAGING,
        /** In a new process on an empty directory. */
        START,
        /** In a new process on a directory with a backlog. */
        START_ON_BACKLOG,
        /** In a process with 256 MB of heap. */
        SMALL_HEAP,
        /** In the same, with a backlog in its queue. */
        SMALL_HEAP_ON_BACKLOG,
        /** Prepares others. */
        PREPARATION
    }

    ScenarioKind(String id, String title, Group group, List<Integer> threads, List<Integer> quickThreads,
            Scenario scenario) {
        this.id = id;
        this.title = title;
        this.group = group;
        this.threads = threads;
        this.quickThreads = quickThreads;
        this.scenario = scenario;
    }

    /** What it is called on the command line and in results.json. */
    public String id() {
        return id;
    }

    /** What it is called in tables and charts. */
    public String title() {
        return title;
    }

    /** In what process it runs, and for whom it is. */
    public Group group() {
        return group;
    }

    /** With how many threads it is measured. */
    public List<Integer> threads(boolean quick) {
        return quick ? quickThreads : threads;
    }

    /** One round of it. */
    public Measured run(Contender contender, Order order) throws Exception {
        return scenario.run(contender, order);
    }

    /**
     * Finds one.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists what there is
     */
    public static ScenarioKind of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no scenario " + id + "; there are "
                        + Arrays.stream(values()).map(ScenarioKind::id).collect(Collectors.joining(", "))));
    }
}
