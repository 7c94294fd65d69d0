package org.escrowmq.it.bench.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.escrowmq.it.bench.contender.Contender;

/** Everything that contenders can be asked to do. */
public enum ScenarioKind {

    SEND_AUTO("send-auto", "send, auto-acknowledged session", true, List.of(1, 4, 16, 64), List.of(1, 16),
            new Send(ScenarioKind.USUAL_BYTES, false)),
    SEND_TRANSACTED("send-transacted", "send, transacted session", true, List.of(1, 4, 16, 64), List.of(1, 16, 64),
            new Send(ScenarioKind.USUAL_BYTES, true)),
    XA_ONE_PHASE("xa-one-phase", "send in an XA branch, one phase", false, List.of(1, 4, 16, 64), List.of(1, 16, 64),
            new BranchSend(false)),
    XA_TWO_PHASES("xa-two-phases", "send in an XA branch, two phases", false, List.of(1, 4, 16, 64),
            List.of(1, 16, 64), new BranchSend(true)),
    SEND_16K("send-16k", "send of 16 KiB, transacted session", true, List.of(1, 16), List.of(16),
            new Send(16 << 10, true)),
    SEND_1M("send-1m", "send of 1 MiB, transacted session", false, List.of(1, 4), List.of(1), new Send(1 << 20, true));

    /** How long a message is unless the scenario says otherwise. */
    public static final int USUAL_BYTES = 1 << 10;

    private final String id;
    private final String title;
    private final boolean forDirect;
    private final List<Integer> threads;
    private final List<Integer> quickThreads;
    private final Scenario scenario;

    ScenarioKind(String id, String title, boolean forDirect, List<Integer> threads, List<Integer> quickThreads,
            Scenario scenario) {
        this.id = id;
        this.title = title;
        this.forDirect = forDirect;
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

    /** Whether contenders take part that only send, in their own way. */
    public boolean isForDirect() {
        return forDirect;
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
