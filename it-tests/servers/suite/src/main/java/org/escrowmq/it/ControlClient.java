package org.escrowmq.it;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The application's control servlet, seen from outside the server. Thread-safe. */
final class ControlClient {

    /** Answers as soon as the application runs. */
    static final String READY = Deployments.CONTEXT + "/control/events";

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;

    ControlClient(URI server) {
        this(server, Deployments.CONTEXT + "/control/");
    }

    /** For another servlet than the application's. */
    ControlClient(URI server, String path) {
        this.base = server.resolve(path);
    }

    /** The lines that a GET answers. */
    List<String> lines(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        requireOk(path, response);
        return response.body().lines().toList();
    }

    /** Posts and waits for the answer. */
    void post(String path, String... parameters) throws IOException, InterruptedException {
        requireOk(path, client.send(post(path + query(parameters)).build(), HttpResponse.BodyHandlers.ofString()));
    }

    /** Posts what will not be answered, because the server is killed before. */
    CompletableFuture<Integer> postUnanswered(String path, String... parameters) {
        return client.sendAsync(post(path + query(parameters)).build(), HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private HttpRequest.Builder post(String path) {
        return request(path).POST(HttpRequest.BodyPublishers.noBody());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
    }

    private static String query(String... parameters) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? '?' : '&').append(parameters[i]).append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    /** The servers' pages of errors tell the cause. */
    private static void requireOk(String path, HttpResponse<String> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException(path + " was answered with " + response.statusCode() + ": " + response.body());
        }
    }
}
