package org.escrowmq.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Writes the rules that were checked, by section, with what came out: {@code conformance-<provider>.md}. */
public final class SectionReport implements TestExecutionListener {

    /** Of the whole run, which may be several test plans. */
    private static final Map<String, Map<String, Outcome>> RULES = new LinkedHashMap<>();

    /** What came out for the cases of one rule. */
    private static final class Outcome {
        private final Map<Status, Integer> cases = new EnumMap<>(Status.class);
        private String difference;

        private void add(Status status) {
            cases.merge(status, 1, Integer::sum);
        }

        private boolean failed() {
            return cases.containsKey(Status.FAILED);
        }

        private int cases() {
            return cases.values().stream().mapToInt(Integer::intValue).sum();
        }

        private String mark() {
            if (failed()) {
                return "FAILS";
            }
            if (difference != null) {
                return "differs";
            }
            return cases.containsKey(Status.SUCCESSFUL) ? "ok" : "skipped";
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest() || !(test.getSource().orElse(null) instanceof MethodSource source)
                || !ConformanceTest.class.isAssignableFrom(source.getJavaClass())) {
            return;
        }
        synchronized (RULES) {
            Method method = source.getJavaMethod();
            String section = Sections.of(method, source.getJavaClass()).number();
            Outcome outcome = RULES.computeIfAbsent(section, number -> new TreeMap<>())
                    .computeIfAbsent(sentence(method.getName()), rule -> new Outcome());
            outcome.add(result.getStatus());
            if (KnownDifferences.concerns(method)) {
                outcome.difference = method.getAnnotation(KnownDifference.class).value();
            }
        }
    }

    /** The name of a test as a sentence: receiveReturnsNullAfterClose becomes "receive returns null after close". */
    private static String sentence(String method) {
        return method.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ").toLowerCase(Locale.ROOT);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        synchronized (RULES) {
            if (!RULES.isEmpty()) {
                write(report());
            }
        }
    }

    private static String report() {
        StringBuilder sections = new StringBuilder();
        StringBuilder without = new StringBuilder();
        int rules = 0;
        int cases = 0;
        int failed = 0;
        int differences = 0;
        for (Sections.Entry section : Sections.all()) {
            Map<String, Outcome> found = RULES.getOrDefault(section.number(), Map.of());
            if (found.isEmpty()) {
                without.append("- ").append(section)
                        .append(section.elsewhere() == null ? "" : ": " + section.elsewhere()).append('\n');
                continue;
            }
            sections.append("\n## ").append(section).append("\n\n");
            for (Map.Entry<String, Outcome> rule : found.entrySet()) {
                Outcome outcome = rule.getValue();
                sections.append("- ").append(outcome.mark()).append(": ").append(rule.getKey())
                        .append(outcome.cases() > 1 ? " (" + outcome.cases() + " cases)" : "")
                        .append(outcome.difference == null ? "" : " — " + outcome.difference).append('\n');
                rules++;
                cases += outcome.cases();
                failed += outcome.failed() ? 1 : 0;
                differences += outcome.difference == null ? 0 : 1;
            }
        }
        return "# Jakarta Messaging 3.1, rules by section: " + ProviderUnderTest.name() + "\n\n"
                + rules + " rules in " + RULES.size() + " sections, " + cases + " cases; " + failed
                + " rules fail, " + differences + " known differences.\n\nSections without a test:\n\n" + without
                + sections;
    }

    private static void write(String report) {
        try {
            Path directory = Path.of(System.getProperty("conformance.directory", "target"));
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("conformance-" + ProviderUnderTest.name() + ".md"), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
