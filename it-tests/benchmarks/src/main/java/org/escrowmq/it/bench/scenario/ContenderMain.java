package org.escrowmq.it.bench.scenario;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.ContenderKind;

/**
 * The program of a contender's process: starts the contender, then carries out one {@link Order} for each line of its
 * standard input and answers with one line of JSON on its standard output, where nothing else goes.
 */
@SuppressWarnings("checkstyle:NoConsole") // Its standard output is how it answers.
public final class ContenderMain {

    /** What a failure begins with that is none: the contender cannot do such a thing at all. */
    public static final String NOT_SUPPORTED = "not supported";

    private ContenderMain() { }

    /**
     * Runs.
     *
     * @param arguments the contender's name and its directory
     */
    public static void main(String... arguments) throws Exception {
        FirstMessage.programStarts();
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Contender contender = ContenderKind.of(arguments[0]).make()) {
            contender.start(Path.of(arguments[1]));
            answers.println(Json.createObjectBuilder().add("flushSettings", contender.flushSettings()).build());
            String line = orders.readLine();
            while (line != null && !Order.QUIT.equals(line)) {
                answers.println(answer(contender, Order.of(line)));
                line = orders.readLine();
            }
        }
        // Whatever threads a contender may have left.
        System.exit(0);
    }

    private static JsonObject answer(Contender contender, Order order) {
        try {
            Measured measured = order.scenario().run(contender, order);
            return (contender.flushesInJvm() ? measured : measured.withoutCalls()).toJson();
        } catch (UnsupportedOperationException e) {
            return Json.createObjectBuilder().add("failure", NOT_SUPPORTED + ": " + e.getMessage()).build();
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            System.err.println(trace);
            return Json.createObjectBuilder().add("failure", e.toString()).build();
        }
    }
}
