package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A block below {@code <!-- file: PATH -->} in docs/servers is that file of the tests; below
 * {@code <!-- file: PATH from "A" to "B" -->} it is its lines from the first with A to the next with B.
 */
class ShownConfigurationTest {

    private static final Path ROOT = Path.of("..", "..", "..");
    private static final Pattern SHOWN = Pattern.compile(
            "<!-- file: (\\S+)(?: from \"(.+?)\" to \"(.+?)\")? -->\\s*```\\w*\\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> configurationShownIsTheOneThatIsTested() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs/servers"))) {
            return pages.sorted().flatMap(ShownConfigurationTest::blocks).toList().stream();
        }
    }

    private static Stream<DynamicTest> blocks(Path page) {
        Matcher matcher = SHOWN.matcher(read(page));
        return matcher.results().map(block -> DynamicTest.dynamicTest(page.getFileName() + ": " + block.group(1),
                () -> assertThat(block.group(4).strip()).isEqualTo(part(block).strip())));
    }

    private static String part(MatchResult block) {
        String file = read(ROOT.resolve(block.group(1)));
        if (block.group(2) == null) {
            return file;
        }
        int start = file.lastIndexOf('\n', file.indexOf(block.group(2))) + 1;
        int last = file.indexOf(block.group(3), start);
        assertThat(last).as("%s is followed by %s in %s", block.group(2), block.group(3), block.group(1)).isPositive();
        int end = file.indexOf('\n', last);
        return file.substring(start, end < 0 ? file.length() : end).stripIndent();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
