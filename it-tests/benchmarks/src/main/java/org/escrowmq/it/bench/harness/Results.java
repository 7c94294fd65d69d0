package org.escrowmq.it.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.scenario.ScenarioKind;

/** Everything that a run has given so far. For use by one thread. */
public final class Results {

    private final List<Cell> cells = new ArrayList<>();
    private final Map<ContenderKind, String> flushSettings = new TreeMap<>();
    private final Map<String, String> facts;
    private final List<String> notes = new ArrayList<>();

    Results(Map<String, String> facts) {
        this.facts = facts;
    }

    void add(Cell cell) {
        cells.add(cell);
    }

    void flushSettings(ContenderKind contender, String settings) {
        flushSettings.put(contender, settings);
    }

    void note(String text) {
        notes.add(text);
    }

    /** What was seen beside the figures. */
    public List<String> notes() {
        return notes;
    }

    /** In the order in which they were measured. */
    public List<Cell> cells() {
        return cells;
    }

    /** What each contender says about its flushing. */
    public Map<ContenderKind, String> flushSettings() {
        return flushSettings;
    }

    /** The machine, the JVM, the versions and the plan. */
    public Map<String, String> facts() {
        return facts;
    }

    /** The one of these, if it has a figure. */
    public Optional<Cell> find(ScenarioKind scenario, int threads, ContenderKind contender) {
        return cells.stream().filter(cell -> cell.scenario() == scenario && cell.threads() == threads
                && cell.contender() == contender && cell.failure() == null).findFirst();
    }

    /** How many times the second one's rate the first one's is, if both have one. */
    public OptionalDouble ratio(ScenarioKind scenario, int threads, ContenderKind first, ContenderKind second) {
        return ratio(scenario, threads, first, scenario, threads, second);
    }

    /** The same with another scenario and number of threads for the second one. */
    public OptionalDouble ratio(ScenarioKind scenario, int threads, ContenderKind first, ScenarioKind reference,
            int referenceThreads, ContenderKind second) {
        Optional<Cell> one = find(scenario, threads, first);
        Optional<Cell> other = find(reference, referenceThreads, second);
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.get().rate() / other.get().rate()) : OptionalDouble.empty();
    }

    /** Those that confirmed what they cannot have flushed. */
    public List<Cell> unflushed() {
        return cells.stream().filter(cell -> !cell.isFlushed()).toList();
    }
}
