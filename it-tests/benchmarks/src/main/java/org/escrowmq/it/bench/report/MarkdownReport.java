package org.escrowmq.it.bench.report;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.harness.Cell;
import org.escrowmq.it.bench.harness.Results;
import org.escrowmq.it.bench.scenario.ScenarioKind;

/** results.md: the facts, the flush settings and a table for each scenario. */
final class MarkdownReport {

    private static final String HEAD = "| threads | contender | operations/s | least .. most | CPU us/operation "
            + "| p50 us | p99 us | p99.9 us | flushes/operation (device) | ratio to EscrowMQ |\n"
            + "|---|---|---|---|---|---|---|---|---|---|\n";

    private MarkdownReport() { }

    static String of(Results results) {
        StringBuilder text = new StringBuilder("# Benchmark\n\n| | |\n|---|---|\n");
        results.facts().forEach((name, value) -> text.append("| ").append(name).append(" | ").append(value)
                .append(" |\n"));
        text.append("\n| contender | flushing |\n|---|---|\n");
        results.flushSettings().forEach((kind, settings) -> text.append("| ").append(kind.title()).append(" | ")
                .append(settings).append(" |\n"));
        text.append("\n## Targets\n\n").append(Targets.table(results));
        for (ScenarioKind scenario : ScenarioKind.values()) {
            List<Cell> cells = results.cells().stream().filter(cell -> cell.scenario() == scenario).toList();
            if (!cells.isEmpty()) {
                text.append("\n## ").append(scenario.title()).append("\n\n").append(HEAD);
                cells.forEach(cell -> text.append(row(results, cell)));
            }
        }
        if (!results.notes().isEmpty()) {
            text.append("\n## Also seen\n\n");
            results.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    private static String row(Results results, Cell cell) {
        if (cell.failure() != null) {
            return String.format("| %d | %s | %s | | | | | | | |%n", cell.threads(), cell.contender().title(),
                    cell.failure().replace('\n', ' ').replace('|', '/'));
        }
        OptionalDouble ratio =
                results.ratio(cell.scenario(), cell.threads(), cell.contender(), ContenderKind.ESCROWMQ);
        return String.format(Locale.ROOT,
                "| %d | %s | %s%s | %s .. %s | %,.1f | %,.0f | %,.0f | %,.0f | %s (%s) | %s |%n",
                cell.threads(), cell.contender().title(), rate(cell.rate()),
                cell.isFlushed() ? "" : " **DOES NOT FLUSH**", rate(Collections.min(cell.rates())),
                rate(Collections.max(cell.rates())), cell.cpuMicros(), cell.latencyMicros(50), cell.latencyMicros(99),
                cell.latencyMicros(99.9), count(cell.flushesPerOperation()), count(cell.deviceFlushesPerOperation()),
                ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "");
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 100 ? "%.2f" : "%,.0f", perSecond);
    }

    private static String count(double perOperation) {
        return perOperation < 0 ? "?" : String.format(Locale.ROOT, "%.2f", perOperation);
    }
}
