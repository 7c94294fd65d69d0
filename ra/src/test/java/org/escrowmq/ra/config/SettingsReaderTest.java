package org.escrowmq.ra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.InvalidPropertyException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.escrowmq.ra.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private final Map<String, String> before = new HashMap<>();

    @BeforeEach
    void forgetTheServer() {
        for (String property : AdapterSettings.SERVER_DIRECTORIES) {
            before.put(property, System.getProperty(property));
            System.clearProperty(property);
        }
    }

    @AfterEach
    void rememberTheServer() {
        before.forEach((property, value) -> {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
    }

    private static AdapterSettings read(String name, String dataDirectory, String properties)
            throws InvalidPropertyException {
        return new SettingsReader()
                .read(name, "embedded:", Credentials.NONE, dataDirectory, properties, (url, options) -> List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jboss.server.data.dir", "server.output.dir", "catalina.base", "com.sun.aas.instanceRoot"})
    void theStoreIsUnderTheServersOwnDataAndNamedAfterTheInstance(String property) throws Exception {
        System.setProperty(property, "/server/data");

        assertThat(read("orders", null, null).directory()).isEqualTo(Path.of("/server/data/escrowmq/orders"));
    }

    @Test
    void theFirstServerDirectoryThatIsSetCounts() throws Exception {
        System.setProperty("com.sun.aas.instanceRoot", "/glassfish");
        System.setProperty("jboss.server.data.dir", "/wildfly");

        assertThat(read("x", null, null).directory()).isEqualTo(Path.of("/wildfly/escrowmq/x"));
    }

    @Test
    void withoutServerTheStoreIsUnderTheWorkingDirectory() throws Exception {
        assertThat(read("x", null, null).directory()).isEqualTo(Path.of("escrowmq-data/x").toAbsolutePath());
        assertThat(read("x", " ", null).directory()).isEqualTo(Path.of("escrowmq-data/x").toAbsolutePath());
    }

    @Test
    void aConfiguredDirectoryIsTakenAsItIs() throws Exception {
        System.setProperty("jboss.server.data.dir", "/server/data");

        assertThat(read("x", "/mine", null).directory()).isEqualTo(Path.of("/mine"));
    }

    @Test
    void optionsAreReadFromOneString() throws Exception {
        assertThat(read("x", "/d", " a = 1 ; b=2=3;; ").options()).isEqualTo(Map.of("a", "1", "b", "2=3"));
    }

    @Test
    void aSemicolonInAValueHasABackslashBeforeIt() throws Exception {
        assertThat(read("x", "/d", "classes=a.*\\;b.*;c=1").options())
                .isEqualTo(Map.of("classes", "a.*;b.*", "c", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".x", "a/b", "a\\b", "a b"})
    void aNameThatIsNoPlainDirectoryNameIsRefused(String name) {
        assertThatThrownBy(() -> read(name, null, null)).isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("has a mistake").hasMessageContaining('"' + name + '"');
    }

    @Test
    void anOptionGivenTwiceIsRefused() {
        assertThatThrownBy(() -> read("x", null, "a=1;a=2")).hasMessageContaining("a twice");
    }

    @Test
    void aPathThatIsNoneIsRefusedWithItsReason() {
        assertThatThrownBy(() -> read("x", "a\0b", null)).hasMessageContaining("dataDirectory is");
    }

    @Test
    void theBrokersOwnObjectionsAreReportedWithTheOthers() {
        assertThatThrownBy(() -> new SettingsReader().read(null, "tcp://x", Credentials.NONE, null, "speed=11",
                (url, options) -> List.of("speed at " + url + " is " + options.get("speed"))))
                .hasMessageContaining("2 mistakes").hasMessageContaining("name is not set")
                .hasMessageContaining("speed at tcp://x is 11");
    }

    @Test
    void aPasswordInTheUrlIsNotShown() throws Exception {
        AdapterSettings settings = new AdapterSettings(
                "x", "tcp://a:1,tcp://b:2?sslEnabled=true&keyStorePassword=secret", Path.of("/d"), Map.of());

        assertThat(settings.toString()).contains("tcp://a:1,tcp://b:2").doesNotContain("secret");
        assertThat(settings.isEmbedded()).isFalse();
    }
}
