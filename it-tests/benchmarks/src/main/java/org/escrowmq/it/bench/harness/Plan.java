package org.escrowmq.it.bench.harness;

import java.util.ArrayList;
import java.util.List;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.scenario.ScenarioKind;
import org.escrowmq.it.bench.scenario.ScenarioKind.Group;

/** What is measured for how long. Immutable. */
final class Plan {

    private static final int QUICK_SECONDS = 330;
    /** What a round takes beside the time that is given to it: connections, and emptying the queue. */
    private static final int OVERHEAD_MILLIS = 700;
    private static final int START_MILLIS = 2_000;
    /** What backlogs and further processes take in a quick run. */
    private static final int SPECIAL_MILLIS = 40_000;
    private static final int MIN_MILLIS = 250;
    private static final int MAX_QUICK_MILLIS = 1_500;
    private static final int FULL_MILLIS = 5_000;
    private static final int FULL_MESSAGES = 1_000_000;
    private static final int QUICK_MESSAGES = 20_000;
    private static final int BEAN_MESSAGES = 40_000;
    private static final int QUICK_BEAN_MESSAGES = 3_000;
    private static final int PREHEAT_MILLIS = 10_000;
    private static final int QUICK_PREHEAT_MILLIS = 2_500;

    private final Options options;
    private final List<Step> steps = new ArrayList<>();
    private final int millis;

    /** Contenders that are measured in turn. */
    record Step(ScenarioKind scenario, int threads, List<ContenderKind> contenders) { }

    private Plan(Options options) {
        this.options = options;
        for (ScenarioKind scenario : options.scenarios()) {
            List<ContenderKind> contenders = options.contenders().stream()
                    .filter(kind -> !kind.isDirect() || scenario.group() == Group.SENDING).toList();
            for (int threads : options.threads(scenario)) {
                steps.add(new Step(scenario, threads, contenders));
            }
        }
        this.millis = chooseMillis();
    }

    static Plan of(Options options) {
        return new Plan(options);
    }

    private int chooseMillis() {
        if (options.seconds() != null) {
            return (int) (options.seconds() * 1000);
        }
        if (!options.isQuick()) {
            return FULL_MILLIS;
        }
        int left = QUICK_SECONDS * 1000 - (START_MILLIS + QUICK_PREHEAT_MILLIS) * contenders().size() - SPECIAL_MILLIS;
        // Of the time of a round, a third is for warming up.
        int each = (left / Math.max(1, size()) - OVERHEAD_MILLIS) * 3 / 4;
        return Math.max(MIN_MILLIS, Math.min(MAX_QUICK_MILLIS, each));
    }

    List<Step> steps() {
        return steps;
    }

    List<ContenderKind> contenders() {
        return options.contenders();
    }

    int rounds() {
        return options.rounds();
    }

    /** In a quick run there is one of those that need processes of their own, or a queue that is filled before. */
    int rounds(ScenarioKind scenario) {
        boolean usual = scenario.group() == Group.SENDING || scenario.group() == Group.MESSAGING;
        return options.isQuick() && (!usual || scenario == ScenarioKind.MDB_DRAIN) ? 1 : rounds();
    }

    /** How many rounds there are of all contenders together. */
    int size() {
        return steps.stream().mapToInt(step -> step.contenders().size() * rounds(step.scenario())).sum();
    }

    int millis() {
        return millis;
    }

    /** The first round of a contender in a scenario also compiles what it needs. */
    int warmUpMillis(int round) {
        return round == 0 ? millis * 2 / 5 : millis / 4;
    }

    /** How long a contender works before anything is measured, so that what it needs most is compiled. */
    int preheatMillis() {
        return options.seconds() != null ? millis : options.isQuick() ? QUICK_PREHEAT_MILLIS : PREHEAT_MILLIS;
    }

    /** How long a contender works on a queue before it is compared with another queue, compiling included. */
    int steadyMillis() {
        return options.isQuick() ? QUICK_PREHEAT_MILLIS : PREHEAT_MILLIS;
    }

    /** How many messages a backlog has, or a queue that a bean empties. */
    int messages(ScenarioKind scenario) {
        if (scenario == ScenarioKind.MDB_DRAIN) {
            return options.isQuick() ? QUICK_BEAN_MESSAGES : BEAN_MESSAGES;
        }
        int backlog = options.backlog() != null ? options.backlog()
                : options.isQuick() ? QUICK_MESSAGES : FULL_MESSAGES;
        return scenario == ScenarioKind.START_TENTH ? backlog / 10 : backlog;
    }
}
