package org.escrowmq.it.bench.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.escrowmq.it.bench.flush.FlushCounter;

/**
 * How flushes are counted without privileges: Byteman's agent in every JVM that is measured, with the rules of
 * {@code flushes.btm}. Immutable.
 */
final class FlushRules {

    private static final String RULES = "/org/escrowmq/it/bench/flushes.btm";

    private final Path directory;

    private FlushRules(Path directory) {
        this.directory = directory;
    }

    /** Writes what the agent needs into the directory of a contender. */
    static FlushRules in(Path directory) throws IOException {
        FlushRules rules = new FlushRules(directory);
        try (InputStream text = FlushRules.class.getResourceAsStream(RULES)) {
            Files.write(rules.script(), text.readAllBytes());
        }
        // The JDK's own classes call the counter, so it has to be where they find it.
        String entry = FlushCounter.class.getName().replace('.', '/') + ".class";
        try (InputStream code = FlushCounter.class.getResourceAsStream("/" + entry);
                OutputStream file = Files.newOutputStream(rules.archive());
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry(entry));
            code.transferTo(jar);
        }
        return rules;
    }

    private Path script() {
        return directory.resolve("flushes.btm");
    }

    private Path archive() {
        return directory.resolve("flush-counter.jar");
    }

    /** What a JVM has to be started with. */
    List<String> jvmOptions(Path agent) {
        return List.of("-javaagent:" + agent + "=script:" + script() + ",boot:" + agent + ",boot:" + archive(),
                "-Dorg.jboss.byteman.compile.to.bytecode=true",
                "-D" + FlushCounter.FILE + "=" + directory.resolve("flushes"));
    }
}
