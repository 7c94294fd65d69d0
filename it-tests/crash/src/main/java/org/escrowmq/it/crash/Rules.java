package org.escrowmq.it.crash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Byteman rules of a script, by name. Immutable. */
final class Rules {

    private static final String BEGIN = "RULE ";
    private static final String END = "ENDRULE";
    private static final String INSIDE = "CLASS org.escrowmq.broker.";
    private static final String INSIDE_ENGINE = "CLASS org.apache.activemq.artemis.";

    private final String script;
    private final Map<String, String> rules;

    private Rules(String script, Map<String, String> rules) {
        this.script = script;
        this.rules = rules;
    }

    /** Reads a resource beside this class. */
    static Rules read(String resource) throws IOException {
        try (InputStream in = Rules.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("There is no resource " + resource);
            }
            return parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Rules parse(String resource, String text) {
        Map<String, String> rules = new LinkedHashMap<>();
        for (String part : text.split(END)) {
            int begin = part.indexOf(BEGIN);
            if (begin >= 0) {
                String rule = part.substring(begin) + END + "\n";
                rules.put(rule.lines().findFirst().orElseThrow().substring(BEGIN.length()).strip(), rule);
            }
        }
        return new Rules(resource, rules);
    }

    /** Those outside of the broker, and others in place of those inside. */
    Rules outsideOfBroker(Rules others) {
        Map<String, String> outside = new LinkedHashMap<>(rules);
        outside.values().removeIf(rule -> rule.lines()
                .anyMatch(line -> line.startsWith(INSIDE) || line.startsWith(INSIDE_ENGINE)));
        outside.putAll(others.rules);
        return new Rules(script + ", " + others.script, outside);
    }

    /** All names, in the order of the script. */
    List<String> names() {
        return new ArrayList<>(rules.keySet());
    }

    /**
     * The text of a rule and of those that go with it.
     *
     * @throws IllegalArgumentException if there is none of that name; the message names all
     */
    String ruleWithOthers(String name) {
        StringBuilder all = new StringBuilder(rule(name));
        rules.forEach((other, text) -> {
            if (other.startsWith(name + ",")) {
                all.append(text);
            }
        });
        return all.toString();
    }

    /**
     * The text of a rule.
     *
     * @throws IllegalArgumentException if there is none of that name; the message names all
     */
    String rule(String name) {
        String rule = rules.get(name);
        if (rule == null) {
            throw new IllegalArgumentException("There is no " + name + " in " + script + "; there are "
                    + String.join(", ", rules.keySet()));
        }
        return rule;
    }
}
