package org.escrowmq.it.load;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.escrowmq.it.server.ServerProcess;

/** The sample application in a running server, through its JSON endpoints. Thread-safe; owns no process. */
public final class Sample {

    /** Its database, relative to the server's data directory. */
    public static final String DATABASE = "escrowmq-sample/orders";
    /** Is there as soon as the application runs, whatever state its data are in. */
    public static final String PAGE = "/sample/index.html";

    private static final String TOTALS = "/sample/api/totals";
    private static final String ORDERS = "/sample/api/orders";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST_ORDERS = 100_000;
    private static final int PLACED = 201;
    private static final int ROLLED_BACK = 200;
    private static final JsonProvider JSON = JsonProvider.provider();

    private final ServerProcess process;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public Sample(ServerProcess process) {
        this.process = process;
    }

    /** What a client can ask for. */
    public enum Kind {
        NORMAL, ROLLBACK, FLAKY
    }

    /** The sums that the application makes itself. */
    public record Totals(long placed, long consumed, long events, long pending, long orphaned) {

        public boolean complete() {
            return pending == 0 && events >= consumed;
        }
    }

    /** Places an order and says what the client knows afterwards. */
    public Outcome place(String id, Kind kind) throws InterruptedException {
        String path = ORDERS + "?kind=" + kind.name().toLowerCase(Locale.ROOT) + "&id=" + id;
        HttpRequest request = HttpRequest.newBuilder(process.address(path)).timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.noBody()).build();
        Outcome otherwise = kind == Kind.ROLLBACK ? Outcome.UNKNOWN_ROLLBACK : Outcome.UNKNOWN;
        try {
            return switch (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()) {
                case PLACED -> Outcome.PLACED;
                case ROLLED_BACK -> Outcome.ROLLED_BACK;
                default -> otherwise;
            };
        } catch (IOException cutOff) {
            return otherwise;
        }
    }

    public Totals totals() throws IOException, InterruptedException {
        JsonObject totals = get(TOTALS).asJsonObject();
        return new Totals(number(totals, "placed"), number(totals, "consumed"), number(totals, "events"),
                number(totals, "pending"), number(totals, "orphaned"));
    }

    /**
     * All orders of the database.
     *
     * @throws IOException also if there are more than the application can list
     */
    public List<StoredOrder> orders() throws IOException, InterruptedException {
        List<StoredOrder> orders = get(ORDERS + "?limit=" + MOST_ORDERS).asJsonArray()
                .getValuesAs(JsonObject.class).stream()
                .map(order -> new StoredOrder(order.getString("id"), order.getInt("consumptions"),
                        order.getInt("events")))
                .toList();
        if (orders.size() == MOST_ORDERS) {
            throw new IOException("There are too many orders to list, more than " + MOST_ORDERS
                    + "; use fewer clients or kills");
        }
        return orders;
    }

    private static long number(JsonObject object, String name) {
        return object.getJsonNumber(name).longValueExact();
    }

    private JsonStructure get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.address(path)).timeout(LIMIT).build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (JsonReader reader = JSON.createReader(response.body())) {
            JsonStructure body = reader.read();
            if (response.statusCode() != 200) {
                throw new IOException("GET " + path + " gave " + response.statusCode() + ": " + body);
            }
            return body;
        }
    }
}
