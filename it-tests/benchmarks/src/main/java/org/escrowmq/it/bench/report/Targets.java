package org.escrowmq.it.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.harness.Results;
import org.escrowmq.it.bench.scenario.ScenarioKind;

/** What EscrowMQ is to reach, as ratios of rates in one run. */
final class Targets {

    private static final List<Target> ALL = all();

    private Targets() { }

    /**
     * One ratio that is to be reached.
     *
     * @param scenario of EscrowMQ
     * @param threads in both
     * @param other whose rate in the reference is 1
     * @param reference the scenario of the other one
     */
    record Target(ScenarioKind scenario, int threads, ContenderKind other, ScenarioKind reference, double least) {

        OptionalDouble measured(Results results) {
            return results.ratio(scenario, threads, ContenderKind.ESCROWMQ, reference, threads, other);
        }
    }

    private static List<Target> all() {
        List<Target> all = new ArrayList<>();
        for (ScenarioKind sending : List.of(ScenarioKind.SEND_TRANSACTED, ScenarioKind.XA_ONE_PHASE)) {
            add(all, sending, ContenderKind.ARTEMIS_TUNED, 1.5, 3.5, 2.7);
            add(all, sending, ContenderKind.ARTEMIS, 10, 7, 3);
        }
        add(all, ScenarioKind.XA_TWO_PHASES, ContenderKind.ARTEMIS_TUNED, 2, 4.5, 3);
        add(all, ScenarioKind.RA_SEND, ContenderKind.ARTEMIS_TUNED, 1.5, 3, 2.5);
        all.add(new Target(ScenarioKind.MDB_DRAIN, 15, ContenderKind.ARTEMIS_TUNED, ScenarioKind.MDB_DRAIN, 3));
        add(all, ScenarioKind.SEND_TRANSACTED, ContenderKind.RAW_JOURNAL, 0.75, 0.85, 0.75);
        all.add(new Target(ScenarioKind.SEND_TRANSACTED, 1, ContenderKind.RAW_WRITE, ScenarioKind.SEND_TRANSACTED,
                0.55));
        add(all, ScenarioKind.SEND_TRANSACTED, ContenderKind.RABBITMQ, 2, 2.5, 2);
        add(all, ScenarioKind.SEND_TRANSACTED, ContenderKind.KAFKA, 3, 3, 2.5);
        add(all, ScenarioKind.SEND_TRANSACTED, ContenderKind.ACTIVEMQ, 3, 3, 2.5);
        all.add(new Target(ScenarioKind.HEAP_BACKLOG, 4, ContenderKind.ESCROWMQ, ScenarioKind.HEAP_EMPTY, 0.7));
        return List.copyOf(all);
    }

    private static void add(List<Target> all, ScenarioKind scenario, ContenderKind other, double alone, double many,
            double most) {
        all.add(new Target(scenario, 1, other, scenario, alone));
        all.add(new Target(scenario, 16, other, scenario, many));
        all.add(new Target(scenario, 64, other, scenario, most));
    }

    static List<Target> list() {
        return ALL;
    }

    /** As a table, of what was measured. */
    static String table(Results results) {
        StringBuilder text = new StringBuilder("| scenario | EscrowMQ against | threads | target | measured | |\n"
                + "|---|---|---|---|---|---|\n");
        for (Target target : ALL) {
            OptionalDouble measured = target.measured(results);
            if (measured.isPresent()) {
                text.append(String.format(Locale.ROOT, "| %s | %s | %d | %.2f | %.2f | %s |%n",
                        target.scenario().title(), against(target), target.threads(), target.least(),
                        measured.getAsDouble(),
                        measured.getAsDouble() >= target.least() ? "reached" : "**not reached**"));
            }
        }
        return text.toString();
    }

    private static String against(Target target) {
        return target.other() == ContenderKind.ESCROWMQ ? "itself: " + target.reference().title()
                : target.other().title();
    }
}
