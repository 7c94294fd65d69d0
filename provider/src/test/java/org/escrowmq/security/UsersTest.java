package org.escrowmq.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users one by one and from a file, and what is wrong with them. */
class UsersTest {

    private static final String HASH = "ENC(1024:0A0b:FF00)";

    @TempDir
    private Path directory;
    private final Users users = new Users();

    private Path file(byte... content) throws IOException {
        return Files.write(directory.resolve("users.properties"), content);
    }

    private Path file(String... lines) throws IOException {
        return file(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFileHasALineForEachUser() throws IOException {
        users.addFile(file("# who may connect", "alice=secret,shop,office", "bob = b\\=b ", "jörg=" + HASH + ", shop",
                "eve=no,"));
        assertThat(users.faults()).isEmpty();
        assertThat(users.all()).containsExactlyInAnyOrder(
                new User("alice", "secret", Set.of("shop", "office")), new User("bob", "b=b", Set.of()),
                new User("jörg", HASH, Set.of("shop")), new User("eve", "no", Set.of()));
    }

    @Test
    void aUserIsGivenOnce() throws IOException {
        users.add("bob", "first", List.of());
        users.addFile(file("alice=1", "alice=2", "bob=second"));
        assertThat(users.faults()).containsExactlyInAnyOrder(
                "user 'alice' is given twice", "user 'bob' is given twice");
    }

    @Test
    void faultsNameTheUserAndNeverThePassword() throws IOException {
        users.add(" ", "hidden", List.of());
        users.add("empty", "", List.of());
        users.add("none", null, List.of());
        users.add("hash", "ENC(hidden)", List.of());
        users.add("odd", "ENC(1024:0A0:FF00)", List.of());
        users.add("roles", "hidden", Arrays.asList("a|b", null));
        users.addFile(file("line=hidden,a b"));
        assertThat(users.faults()).hasSize(8).noneMatch(fault -> fault.contains("hidden"));
        assertThat(users.faults()).anyMatch(fault -> fault.startsWith("user 'hash' has a password ENC(...)"))
                .anyMatch(fault -> fault.startsWith("user 'line' has the role 'a b'"));
        assertThat(users.all()).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsAFaultThatNamesIt() throws IOException {
        users.addFile(directory.resolve("absent"));
        users.addFile(file("alice=\\u00hidden"));
        users.addFile(file((byte) 'a', (byte) '=', (byte) 0xFF));
        users.addFile(file("# nobody"));
        assertThat(users.faults()).allMatch(fault -> fault.contains(directory.toString()))
                .noneMatch(fault -> fault.contains("hidden"))
                .anyMatch(fault -> fault.contains("NoSuchFile")).anyMatch(fault -> fault.contains("no properties file"))
                .anyMatch(fault -> fault.contains("MalformedInput")).anyMatch(fault -> fault.contains("no user"));
    }

    @Test
    void aUserNeverShowsThePassword() {
        assertThat(new User("alice", "hidden", Set.of("shop"))).hasToString("user alice with roles [shop]");
    }
}
