package org.escrowmq.it.bench.report;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.util.Map;
import java.util.OptionalDouble;
import org.escrowmq.it.bench.contender.ContenderKind;
import org.escrowmq.it.bench.harness.Cell;
import org.escrowmq.it.bench.harness.Results;

/** results.json: the facts of the run, what each contender says about its flushing, and one object for each figure. */
final class JsonReport {

    private JsonReport() { }

    static String of(Results results) {
        JsonObjectBuilder facts = Json.createObjectBuilder();
        results.facts().forEach(facts::add);
        JsonObjectBuilder flushing = Json.createObjectBuilder();
        results.flushSettings().forEach((kind, settings) -> flushing.add(kind.id(), settings));
        JsonArrayBuilder cells = Json.createArrayBuilder();
        results.cells().forEach(cell -> cells.add(cell(results, cell)));
        JsonArrayBuilder notes = Json.createArrayBuilder();
        results.notes().forEach(notes::add);
        JsonArrayBuilder targets = Json.createArrayBuilder();
        Targets.list().forEach(target -> target.measured(results).ifPresent(measured -> targets.add(
                Json.createObjectBuilder()
                        .add("scenario", target.scenario().id())
                        .add("threads", target.threads())
                        .add("against", target.other().id())
                        .add("reference", target.reference().id())
                        .add("target", target.least())
                        .add("measured", fine(measured))
                        .add("reached", measured >= target.least()))));
        StringWriter text = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.write(Json.createObjectBuilder().add("facts", facts).add("flushSettings", flushing)
                    .add("targets", targets)
                    .add("results", cells).add("notes", notes).build());
        }
        return text.append('\n').toString();
    }

    private static JsonObjectBuilder cell(Results results, Cell cell) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("scenario", cell.scenario().id())
                .add("threads", cell.threads())
                .add("contender", cell.contender().id());
        if (cell.failure() != null) {
            return json.add("failure", cell.failure());
        }
        JsonArrayBuilder rounds = Json.createArrayBuilder();
        cell.rates().forEach(rate -> rounds.add(rounded(rate)));
        json.add("operationsPerSecond", rounded(cell.rate()))
                .add("roundsPerSecond", rounds)
                .add("cpuMicrosPerOperation", rounded(cell.cpuMicros()))
                .add("p50Micros", rounded(cell.latencyMicros(50)))
                .add("p99Micros", rounded(cell.latencyMicros(99)))
                .add("p99.9Micros", rounded(cell.latencyMicros(99.9)))
                .add("flushesPerOperation", fine(cell.flushesPerOperation()))
                .add("deviceFlushesPerOperation", fine(cell.deviceFlushesPerOperation()))
                .add("flushed", cell.isFlushed());
        OptionalDouble ratio =
                results.ratio(cell.scenario(), cell.threads(), cell.contender(), ContenderKind.ESCROWMQ);
        ratio.ifPresent(value -> json.add("ratioToEscrowMQ", fine(value)));
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static double fine(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
