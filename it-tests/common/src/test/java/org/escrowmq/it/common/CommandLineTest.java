package org.escrowmq.it.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    private static final Set<String> NAMES = Set.of("--seed", "--cycles", "--work");

    @Test
    void whatIsGivenIsReadAndTheRestHasDefaults() {
        CommandLine line = CommandLine.parse(NAMES, "--seed", "-3", "--work", "here");
        assertThat(line.number("--seed", 1)).isEqualTo(-3);
        assertThat(line.positive("--cycles", 10)).isEqualTo(10);
        assertThat(line.path("--work")).isEqualTo(Path.of("here"));
        assertThat(line.text("--points", "all")).isEqualTo("all");
    }

    @Test
    void unknownOptionIsRefusedWithTheNamesThatThereAre() {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.parse(NAMES, "--sead", "1"))
                .withMessage("There is no option --sead; there are [--cycles, --seed, --work]");
    }

    @Test
    void everyFaultNamesTheOptionAndWhatIsAllowed() {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.parse(NAMES, "--seed"))
                .withMessageContaining("--seed needs a value");
        CommandLine line = CommandLine.parse(NAMES, "--seed", "x", "--cycles", "0");
        assertThatIllegalArgumentException().isThrownBy(() -> line.number("--seed", 1))
                .withMessageContaining("--seed is x").withMessageContaining("whole number");
        assertThatIllegalArgumentException().isThrownBy(() -> line.positive("--cycles", 1))
                .withMessageContaining("--cycles is 0").withMessageContaining("1 or more");
        assertThatIllegalArgumentException().isThrownBy(() -> line.path("--work")).withMessageContaining("--work");
    }
}
