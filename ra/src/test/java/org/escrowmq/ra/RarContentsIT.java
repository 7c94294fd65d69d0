package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the built RAR carries, jar by jar. A jar too few is a NoClassDefFoundError in somebody's server; a jar too many
 * may win over the server's own.
 */
class RarContentsIT {

    /**
     * Without version. Change this list together with the exclusions in the provider's pom.xml, and with a reason.
     *
     * <p>Of Netty, buffer, common, resolver and transport are needed without a network, too. Acceptors and connectors
     * need handler and codec (with transport-native-unix-common, which handler names); their classes name codec-http,
     * codec-haproxy, codec-socks and handler-proxy whether they are used or not.
     */
    private static final List<String> JARS = List.of(
        "artemis-commons", "artemis-core-client", "artemis-journal", "artemis-lockmanager-api", "artemis-selector",
        "artemis-server", "caffeine", "commons-beanutils", "commons-collections", "commons-lang3", "commons-logging",
        "escrowmq-provider", "escrowmq-ra", "jctools-core", "netty-buffer", "netty-common", "netty-resolver",
        "netty-transport", "slf4j-api", "slf4j-jdk14");

    /** For remote brokers: what Artemis' connector names in its code, whether it is used or not, and TLS. */
    private static final List<String> JARS_FOR_REMOTE = List.of(
        // Frames.
        "netty-codec",
        // TLS.
        "netty-handler",
        // The pipeline can be begun by an HTTP upgrade.
        "netty-codec-http",
        // Connecting through a proxy.
        "netty-handler-proxy", "netty-codec-socks",
        // The handler for TLS names its types.
        "netty-transport-native-unix-common");

    /** For acceptors of an embedded broker: they name it, whether a proxy is in front of them or not. */
    private static final List<String> JARS_FOR_ACCEPTORS = List.of("netty-codec-haproxy");

    /** Twelve megabytes: what embedded use needs is 8.6, remote use and acceptors 1.9 more. */
    private static final long LARGEST = 12_000_000;

    private static final Path RAR = Path.of(System.getProperty("escrowmq.rar"));

    private static String dependencies;
    /** Each entry of the RAR, and of a jar its own entries. */
    private static final Map<String, List<String>> CONTENTS = new LinkedHashMap<>();

    @BeforeAll
    static void readRar() throws IOException {
        try (JarFile rar = new JarFile(RAR.toFile())) {
            dependencies = rar.getManifest().getMainAttributes().getValue("Dependencies");
            for (JarEntry entry : rar.stream().filter(entry -> !entry.isDirectory()).toList()) {
                CONTENTS.put(entry.getName(), entry.getName().endsWith(".jar")
                    ? entriesOf(rar.getInputStream(entry).readAllBytes()) : List.of());
            }
        }
    }

    @Test
    void carriesExactlyTheJarsThatEmbeddedAndRemoteUseNeed() {
        List<String> jars = CONTENTS.keySet().stream()
            .filter(name -> name.endsWith(".jar"))
            .map(name -> name.replaceFirst("-\\d.*", ""))
            .toList();
        assertThat(jars).containsExactlyInAnyOrderElementsOf(
            Stream.of(JARS, JARS_FOR_REMOTE, JARS_FOR_ACCEPTORS).flatMap(List::stream).toList());
        assertThat(RAR.toFile()).satisfies(file -> assertThat(file.length()).isLessThan(LARGEST));
    }

    @Test
    void leavesEveryJakartaApiToTheServer() {
        assertThat(entriesMatching("(jakarta|javax/(jms|transaction|resource))/.*\\.class")).isEmpty();
    }

    @Test
    void bindsLoggingOnceToThatOfTheJdk() {
        assertThat(entriesMatching(
            "META-INF/services/org\\.slf4j\\.spi\\.SLF4JServiceProvider|org/slf4j/impl/StaticLoggerBinder\\.class"))
            .singleElement().asString().contains("slf4j-jdk14");
    }

    @Test
    void carriesItsDescriptors() {
        assertThat(CONTENTS).containsKeys("META-INF/ra.xml", "META-INF/ironjacamar.xml");
    }

    @Test
    void asksWildFlyForUnsafe() {
        assertThat(dependencies).isEqualTo("jdk.unsupported");
    }

    private static List<String> entriesMatching(String pattern) {
        List<String> found = new ArrayList<>();
        CONTENTS.forEach((jar, entries) -> entries.stream()
            .filter(entry -> entry.matches(pattern))
            .forEach(entry -> found.add(jar + "!/" + entry)));
        return found;
    }

    private static List<String> entriesOf(byte[] jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream bytes = new ByteArrayInputStream(jar); ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
