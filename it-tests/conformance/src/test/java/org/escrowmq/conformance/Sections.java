package org.escrowmq.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sections of the specification that contain rules for providers, in their order, from {@code sections.txt}. */
final class Sections {

    private static final Map<String, Entry> ALL = read();

    private Sections() { }

    /**
     * A section.
     *
     * @param number such as 3.4.9
     * @param title its heading
     * @param elsewhere why this suite has no test for it, or null if it should have one
     */
    record Entry(String number, String title, String elsewhere) {

        @Override
        public String toString() {
            return number + " " + title;
        }
    }

    static Iterable<Entry> all() {
        return ALL.values();
    }

    /**
     * The section of a test.
     *
     * @throws IllegalArgumentException if it has none, or one that does not exist
     */
    static Entry of(Method test, Class<?> testClass) {
        Section section = test.getAnnotation(Section.class);
        for (Class<?> type = testClass; section == null && type != null; type = type.getEnclosingClass()) {
            section = type.getAnnotation(Section.class);
        }
        Entry entry = section == null ? null : ALL.get(section.value());
        if (entry == null) {
            throw new IllegalArgumentException(test + " needs a @Section with a number from sections.txt, but has "
                    + section);
        }
        return entry;
    }

    private static Map<String, Entry> read() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Sections.class.getResourceAsStream("sections.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(" \\| ");
                    String[] heading = parts[0].split(" ", 2);
                    entries.put(heading[0], new Entry(heading[0], heading[1], parts.length > 1 ? parts[1] : null));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
