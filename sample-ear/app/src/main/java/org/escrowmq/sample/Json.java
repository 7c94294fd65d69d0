package org.escrowmq.sample;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the endpoints answer, as JSON. Stateless.
 */
final class Json {
    /** After so long without any activity an order that is still pending counts as lost. */
    static final Duration SETTLING_TIME = Duration.ofSeconds(30);

    // The provider is kept because looking one up costs a service lookup each time.
    private static final JsonProvider JSON = JsonProvider.provider();

    private Json() {
    }

    static JsonObject placed(UUID id, OrderKind kind, String state) {
        return JSON.createObjectBuilder().add("id", id.toString()).add("kind", kind.parameter()).add("state", state)
                .build();
    }

    static JsonObject order(Order order) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("id", order.id())
                .add("kind", order.kind())
                .add("state", order.state())
                .add("deliveries", order.deliveries())
                .add("placedAt", order.placedAt().toString());
        Instant confirmedAt = order.confirmedAt();
        if (confirmedAt == null) {
            json.addNull("confirmedAt");
        } else {
            json.add("confirmedAt", confirmedAt.toString());
        }
        return json.add("consumptions", order.consumptions()).add("events", order.events()).build();
    }

    static JsonArray orders(List<Order> orders) {
        JsonArrayBuilder json = JSON.createArrayBuilder();
        orders.forEach(order -> json.add(order(order)));
        return json.build();
    }

    /**
     * @param quiet how long nothing has been placed or delivered
     */
    static JsonObject totals(Totals totals, Duration quiet) {
        boolean settled = totals.complete() || quiet.compareTo(SETTLING_TIME) >= 0;
        return JSON.createObjectBuilder()
                .add("placed", totals.placed())
                .add("rolledBack", totals.rolledBack())
                .add("confirmed", totals.confirmed())
                .add("consumed", totals.consumed())
                .add("events", totals.events())
                .add("pending", totals.pending())
                .add("lost", settled ? totals.pending() : 0)
                .add("duplicated", totals.duplicated())
                .add("orphaned", totals.orphaned())
                .add("leaked", totals.leaked())
                .add("duplicatedEvents", totals.duplicatedEvents())
                .add("settled", settled)
                .add("quietSeconds", quiet.toSeconds())
                .build();
    }

    static JsonObject error(String message) {
        return JSON.createObjectBuilder().add("error", message).build();
    }

    static JsonObject error(String message, JsonArray allowed) {
        return JSON.createObjectBuilder().add("error", message).add("allowed", allowed).build();
    }

    static JsonArray allowed(List<String> values) {
        return JSON.createArrayBuilder(values).build();
    }

    static JsonArray allowed(String value) {
        return allowed(List.of(value));
    }
}
