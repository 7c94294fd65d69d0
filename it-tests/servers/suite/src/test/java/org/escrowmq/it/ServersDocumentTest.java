package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.LimitedOn;
import org.escrowmq.it.server.OnlyWith;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The table in docs/servers.md says what the suite tests on which server, and nothing else. */
class ServersDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "..", "..", "docs", "servers.md");
    private static final Path REMOTE = Path.of("..", "..", "..", "docs", "scaling.md");
    private static final Map<String, String> SERVERS = servers();

    /** One test of the suite. */
    private record Rule(String capability, Class<?> type, List<LimitedOn> limits, Optional<OnlyWith> only) {

        Optional<LimitedOn> limit(String server) {
            return limits.stream().filter(limit -> limit.server().equals(server)).findFirst();
        }
    }

    private static Map<String, String> servers() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("wildfly", "WildFly");
        titles.put("liberty", "Open Liberty");
        titles.put("glassfish", "GlassFish");
        titles.put("payara", "Payara");
        return titles;
    }

    @Test
    void tableIsThatOfTheTests() throws IOException {
        List<Rule> rules = rules();
        assertThat(rules).isNotEmpty();
        assertThat(Files.readString(DOCUMENT)).contains(table(rules)).contains(limits(rules));
    }

    @Test
    void whatRunsOnlyWithBrokersHereOrElsewhereIsListedWithItsReason() throws IOException {
        SortedSet<String> lines = new TreeSet<>();
        for (Rule rule : rules()) {
            rule.only().ifPresent(only -> lines.add("- " + rule.capability() + ", only "
                    + only.value().name().toLowerCase(Locale.ROOT) + ": " + only.reason() + "\n"));
        }
        assertThat(lines).isNotEmpty();
        assertThat(Files.readString(REMOTE)).contains(String.join("", lines));
    }

    @Test
    void everyLimitNamesAServer() throws IOException {
        assertThat(rules()).flatExtracting(Rule::limits).extracting(LimitedOn::server)
                .isSubsetOf(SERVERS.keySet());
    }

    private static List<Rule> rules() {
        TestPlan plan = LauncherFactory.create().discover(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage("org.escrowmq.it")).build());
        return plan.getRoots().stream().flatMap(root -> plan.getDescendants(root).stream())
                .map(identifier -> identifier.getSource().orElse(null))
                .filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                .filter(source -> source.getJavaClass().getSimpleName().endsWith("IT"))
                .map(ServersDocumentTest::rule).toList();
    }

    private static Rule rule(MethodSource source) {
        Class<?> type = source.getJavaClass();
        Capability capability = AnnotationSupport.findAnnotation(source.getJavaMethod(), Capability.class)
                .or(() -> AnnotationSupport.findAnnotation(type, Capability.class))
                .orElseThrow(() -> new AssertionError(source + " stands for no @Capability"));
        List<LimitedOn> limits = Stream.concat(
                AnnotationSupport.findRepeatableAnnotations(source.getJavaMethod(), LimitedOn.class).stream(),
                AnnotationSupport.findRepeatableAnnotations(type, LimitedOn.class).stream()).toList();
        Optional<OnlyWith> only = AnnotationSupport.findAnnotation(source.getJavaMethod(), OnlyWith.class)
                .or(() -> AnnotationSupport.findAnnotation(type, OnlyWith.class));
        return new Rule(capability.value(), type, limits, only);
    }

    private static Map<String, List<Rule>> byCapability(List<Rule> rules) {
        return rules.stream().collect(Collectors.groupingBy(Rule::capability, TreeMap::new, Collectors.toList()));
    }

    private static String table(List<Rule> rules) {
        StringBuilder table = new StringBuilder("| capability | " + String.join(" | ", SERVERS.values())
                + " | tested by |\n|---|" + "---|".repeat(SERVERS.size()) + "---|\n");
        byCapability(rules).forEach((capability, tests) -> {
            SortedSet<String> types = new TreeSet<>();
            tests.forEach(test -> types.add("`" + test.type().getSimpleName() + "`"));
            table.append("| ").append(capability).append(" | ")
                    .append(SERVERS.keySet().stream().map(server -> cell(tests, server))
                            .collect(Collectors.joining(" | ")))
                    .append(" | ").append(String.join(", ", types)).append(" |\n");
        });
        return table.toString();
    }

    private static String cell(List<Rule> tests, String server) {
        long limited = tests.stream().filter(test -> test.limit(server).isPresent()).count();
        return limited == 0 ? "yes" : limited == tests.size() ? "no" : "partly";
    }

    /** The reasons, one a line. */
    private static String limits(List<Rule> rules) {
        SortedSet<String> lines = new TreeSet<>();
        for (Rule rule : rules) {
            for (LimitedOn limit : rule.limits()) {
                lines.add("- " + SERVERS.get(limit.server()) + ", " + rule.capability() + ": " + limit.reason() + "\n");
            }
        }
        return String.join("", lines);
    }
}
