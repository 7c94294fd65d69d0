package org.escrowmq.sample;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;

/**
 * The JSON endpoints {@code /api/orders} and {@code /api/totals}. One instance for each request, owned by the
 * container.
 */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class OrdersResource {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100_000;

    @EJB
    private OrderService service;

    @EJB
    private OrderStore store;

    @EJB
    private OrderReport report;

    @EJB
    private Activity activity;

    /**
     * Places an order. An answer 201 means that row and message are committed; an answer 200 that both were rolled
     * back, as asked.
     *
     * @param kind the name of an {@link OrderKind}
     * @param id a UUID chosen by the client; without it one is made
     */
    @POST
    @Path("orders")
    public Response place(@QueryParam("kind") String kind, @QueryParam("id") String id) {
        Optional<OrderKind> known = OrderKind.named(kind);
        if (known.isEmpty()) {
            return badRequest(kind == null ? "The parameter kind is missing." : "There is no kind '" + kind + "'.",
                    Json.allowed(OrderKind.names()));
        }
        Optional<UUID> uuid = id == null ? Optional.of(UUID.randomUUID()) : parse(id);
        return uuid.map(value -> place(known.get(), value)).orElseGet(() -> badId(id));
    }

    private Response place(OrderKind kind, UUID id) {
        try {
            service.place(id, kind);
        } catch (DuplicateOrderException e) {
            return Response.status(Response.Status.CONFLICT).entity(Json.error(e.getMessage())).build();
        }
        if (kind == OrderKind.ROLLBACK) {
            store.recordRollback(id);
            return Response.ok(Json.placed(id, kind, "ROLLED_BACK")).build();
        }
        return Response.status(Response.Status.CREATED).entity(Json.placed(id, kind, "PLACED")).build();
    }

    /**
     * Lists orders, the youngest first.
     *
     * @param limit how many at most, from 1 to 100000; 50 if it is not given
     */
    @GET
    @Path("orders")
    public Response orders(@QueryParam("limit") String limit) {
        Optional<Integer> count = limit(limit);
        return count.map(value -> Response.ok(Json.orders(report.latest(value))).build())
                .orElseGet(() -> badRequest("There is no limit '" + limit + "'.",
                        Json.allowed("1 to " + MAX_LIMIT)));
    }

    /**
     * Shows one order.
     */
    @GET
    @Path("orders/{id}")
    public Response order(@PathParam("id") String id) {
        Optional<UUID> uuid = parse(id);
        if (uuid.isEmpty()) {
            return badId(id);
        }
        return report.find(uuid.get()).map(order -> Response.ok(Json.order(order)).build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND)
                        .entity(Json.error("There is no order " + id + ".")).build());
    }

    /**
     * Adds up.
     */
    @GET
    @Path("totals")
    public JsonObject totals() {
        return Json.totals(report.totals(), activity.quiet());
    }

    private static Response badId(String id) {
        return badRequest("The id '" + id + "' is no UUID.", Json.allowed(new UUID(0, 0).toString()));
    }

    private static Response badRequest(String error, JsonArray allowed) {
        return Response.status(Response.Status.BAD_REQUEST).entity(Json.error(error, allowed)).build();
    }

    private static Optional<Integer> limit(String text) {
        if (text == null) {
            return Optional.of(DEFAULT_LIMIT);
        }
        try {
            return Optional.of(Integer.valueOf(text)).filter(value -> value >= 1 && value <= MAX_LIMIT);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> parse(String text) {
        try {
            // UUID.fromString pads what is too short; such a text is not the id that the client would look for.
            return Optional.of(UUID.fromString(text)).filter(uuid -> uuid.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
