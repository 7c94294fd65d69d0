package org.escrowmq.it.bench.harness;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What somebody has to know who wants to repeat a run. */
final class Facts {

    private Facts() { }

    static Map<String, String> of(Options options, Plan plan) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("processor", Runtime.getRuntime().availableProcessors() + " x " + processor());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch"));
        facts.put("store", store(options.work()));
        facts.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                + String.join(" ", ContenderProcess.jvmOptions(options.heapMegabytes())));
        facts.put("versions", versions());
        facts.put("plan", String.format(Locale.ROOT, "%d rounds of %.2f s in turn, after %.2f s to warm up",
                plan.rounds(), plan.millis() / 1000.0, plan.warmUpMillis(0) / 1000.0));
        return facts;
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim()).findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }

    private static String store(Path work) {
        try {
            Files.createDirectories(work);
            FileStore store = Files.getFileStore(work);
            return work + " on " + store.name() + ", " + store.type();
        } catch (IOException e) {
            return work + " (" + e.getMessage() + ")";
        }
    }

    private static String versions() {
        StringBuilder versions = new StringBuilder();
        for (String name : List.of("artemis-jakarta-client", "artemis-jakarta-ra", "activemq-broker",
                "amqp-client", "kafka-clients", "narayana-jta")) {
            versions.append(versions.isEmpty() ? "" : ", ").append(name).append(' ').append(version(name));
        }
        return versions.toString();
    }

    /** From the name of its file. */
    private static String version(String artifact) {
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            String file = Path.of(entry).getFileName().toString();
            if (file.startsWith(artifact + "-") && file.endsWith(".jar")) {
                return file.substring(artifact.length() + 1, file.length() - ".jar".length());
            }
        }
        return "(not on the class path)";
    }
}
