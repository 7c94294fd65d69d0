package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The table of sections in docs/compliance.md says what these tests cover, and nothing else. */
class ComplianceDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "..", "docs", "compliance.md");

    private final Map<String, Set<String>> classesBySection = new TreeMap<>();

    @Test
    void tableIsThatOfTheTests() throws IOException {
        TestPlan plan = LauncherFactory.create().discover(
                LauncherDiscoveryRequestBuilder.request().selectors(selectPackage("org.escrowmq.conformance")).build());
        plan.getRoots().forEach(root -> plan.getDescendants(root).forEach(this::add));

        assertThat(Files.readString(DOCUMENT)).contains(table());
    }

    private void add(TestIdentifier identifier) {
        if (identifier.getSource().orElse(null) instanceof MethodSource source
                && ConformanceTest.class.isAssignableFrom(source.getJavaClass())) {
            classesBySection
                    .computeIfAbsent(Sections.of(source.getJavaMethod(), source.getJavaClass()).number(),
                            number -> new TreeSet<>())
                    .add("`" + source.getJavaClass().getSimpleName() + "`");
        }
    }

    private String table() {
        StringBuilder table = new StringBuilder("| section | | supported | tested by |\n|---|---|---|---|\n");
        for (Sections.Entry section : Sections.all()) {
            Set<String> classes = classesBySection.getOrDefault(section.number(), Set.of());
            table.append("| ").append(section.number()).append(" | ").append(section.title()).append(" | ")
                    .append(supported(section)).append(" | ")
                    .append(classes.isEmpty() ? section.elsewhere() : String.join(", ", classes)).append(" |\n");
        }
        return table.toString();
    }

    private static String supported(Sections.Entry section) {
        return section.elsewhere() != null && section.elsewhere().contains("not provided") ? "no" : "yes";
    }
}
