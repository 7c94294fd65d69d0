package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputFilter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a broker is configured, and what it says to mistakes. */
@Timeout(60)
class EscrowBrokerConfigurationTest {

    @TempDir
    private Path parent;

    private static final Set<String> OPTIONS = Set.of("directory", "name", "fsync", "jmx", "journalBufferTimeoutNanos",
            "globalMaxBytes", "minFreeDiskBytes", "maxDeliveryAttempts", "immediateRedeliveries",
            "redeliveryDelayMillis", "redeliveryBackOffMultiplier", "maxRedeliveryDelayMillis", "objectMessageClasses",
            "usersFile", "loginConfiguration", "permissions", "jmsxUserId", "createDestinations",
            "brokerConfiguration", "insecureAcceptors");

    @Test
    void everyOptionHasAMethodOfTheSameNameAndTheOtherWayRound() {
        assertThat(BrokerOption.ALL.stream().map(BrokerOption::name)).containsExactlyInAnyOrderElementsOf(OPTIONS);
        Set<String> methods = Arrays.stream(EscrowBroker.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !List.of("open", "faults", "properties", "user", "permit").contains(name))
                .collect(Collectors.toSet());
        assertThat(methods).isEqualTo(OPTIONS);
    }

    @Test
    void everyFaultIsReportedAtOnceWithNameValueAndWhatIsAllowed() {
        assertThatThrownBy(() -> EscrowBroker.builder()
                .name(" ")
                .globalMaxBytes(-5)
                .maxDeliveryAttempts(0)
                .properties(Map.of("fsync", "maybe", "redeliveryDelay", "1"))
                .open())
                .isInstanceOf(EscrowBrokerException.class)
                .hasMessageContainingAll("directory is not set",
                        "name is ' '", "a name that is not blank",
                        "globalMaxBytes is '-5'", "at least 1048576",
                        "maxDeliveryAttempts is '0'", "-1 for no limit",
                        "fsync is 'maybe'", "true or false",
                        "'redeliveryDelay' is not an option", "redeliveryDelayMillis")
                .extracting(e -> ((EscrowBrokerException) e).getErrorCode()).isEqualTo("INVALID_CONFIGURATION");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "journalBufferTimeoutNanos | soon", "journalBufferTimeoutNanos | -1", "journalBufferTimeoutNanos | 1000000001",
        "globalMaxBytes | 1048575", "minFreeDiskBytes | -1", "maxDeliveryAttempts | -2", "maxDeliveryAttempts | 1.5",
        "redeliveryDelayMillis | -1", "redeliveryBackOffMultiplier | 0.5", "redeliveryBackOffMultiplier | NaN",
        "maxRedeliveryDelayMillis | -1", "immediateRedeliveries | -1", "fsync | TRUE", "jmx | ''", "directory | ''",
        "objectMessageClasses | com.acme.Order,com.acme.Item", "objectMessageClasses | maxdepth=deep",
        "brokerConfiguration | ''", "insecureAcceptors | a,,b"})
    void aValueThatIsNotAllowedIsRefusedAndNothingIsCreated(String name, String value) {
        Map<String, String> properties = new HashMap<>();
        properties.put("directory", parent.resolve("store").toString());
        properties.put(name, value);
        assertThatThrownBy(() -> EscrowBroker.builder().properties(properties).open())
                .isInstanceOf(EscrowBrokerException.class).hasMessageContainingAll(name, "'" + value + "'", "allowed");
        assertThat(parent.resolve("store")).doesNotExist();
    }

    @Test
    void aNullValueIsAFaultLikeOthers() {
        Map<String, String> properties = new HashMap<>();
        properties.put("name", null);
        assertThatThrownBy(() -> EscrowBroker.builder().directory(null).properties(properties).open())
                .isInstanceOf(EscrowBrokerException.class)
                .hasMessageContainingAll("directory is 'null'", "name is 'null'");
    }

    @Test
    void textsAndPropertiesConfigureAsTheMethodsDo() {
        Properties properties = new Properties();
        properties.setProperty("directory", " " + parent.resolve("store") + " ");
        properties.setProperty("name", "shop");
        properties.setProperty("fsync", "false");
        properties.setProperty("jmx", "false");
        properties.setProperty("journalBufferTimeoutNanos", "20000");
        properties.setProperty("globalMaxBytes", "2000000");
        properties.setProperty("minFreeDiskBytes", "0");
        properties.setProperty("maxDeliveryAttempts", "-1");
        properties.setProperty("redeliveryDelayMillis", "5");
        properties.setProperty("immediateRedeliveries", "0");
        properties.setProperty("redeliveryBackOffMultiplier", "1.5");
        properties.setProperty("maxRedeliveryDelayMillis", "1000");
        properties.setProperty("objectMessageClasses", "com.acme.*;com.other.Order");
        try (EscrowBroker broker = EscrowBroker.builder().properties(properties).open()) {
            assertThat(broker.directory()).isEqualTo(parent.resolve("store"));
        }
    }

    @Test
    void whatIsSetLastCounts() {
        Path first = parent.resolve("first");
        Path second = parent.resolve("second");
        try (EscrowBroker broker = EscrowBroker.builder().directory(first)
                .properties(Map.of("directory", second.toString())).open()) {
            assertThat(broker.directory()).isEqualTo(second);
        }
        try (EscrowBroker broker = EscrowBroker.builder().properties(Map.of("directory", second.toString()))
                .directory(first).open()) {
            assertThat(broker.directory()).isEqualTo(first);
        }
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(BrokerOption.FSYNC.defaultValue()).isTrue();
        assertThat(BrokerOption.JMX.defaultValue()).isTrue();
        assertThat(BrokerOption.MAX_DELIVERY_ATTEMPTS.defaultValue()).isEqualTo(10);
        assertThat(BrokerOption.REDELIVERY_DELAY.defaultValue()).isEqualTo(100);
        assertThat(BrokerOption.IMMEDIATE_REDELIVERIES.defaultValue()).isEqualTo(2);
        assertThat(BrokerOption.REDELIVERY_MULTIPLIER.defaultValue()).isEqualTo(2);
        assertThat(BrokerOption.MAX_REDELIVERY_DELAY.defaultValue()).isEqualTo(1_000);
        assertThat(BrokerOption.JOURNAL_BUFFER_TIMEOUT.defaultValue()).isEqualTo(100_000);
        assertThat(BrokerOption.MIN_FREE_DISK_BYTES.defaultValue()).isEqualTo(128L << 20);
        assertThat(BrokerOption.GLOBAL_MAX_BYTES.defaultValue())
                .isEqualTo(Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 4));
    }

    @Test
    void objectMessageClassesAreAllowedByPatternOnly() {
        ObjectInputFilter filter = BrokerOption.OBJECT_MESSAGE_CLASSES.parse("java.net.URI");
        assertThat(filter.toString()).contains("java.net.URI");
        assertThat(BrokerOption.OBJECT_MESSAGE_CLASSES.defaultValue().toString()).doesNotContain("java.net.URI");
    }

    @Test
    void aDirectoryThatIsRefusedIsAnEscrowBrokerExceptionWithTheCause() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "content");
        assertThatThrownBy(() -> EscrowBroker.open(file))
                .isInstanceOf(EscrowBrokerException.class)
                .hasMessageContaining(file.toString())
                .hasRootCauseInstanceOf(FileAlreadyExistsException.class)
                .extracting(e -> ((EscrowBrokerException) e).getErrorCode()).isEqualTo("DIRECTORY_REFUSED");
    }

    @Test
    void theSameDirectoryCannotBeOpenedTwiceAndKeepsItsIdentity() {
        Path store = parent.resolve("store");
        String id;
        try (EscrowBroker broker = EscrowBroker.open(store)) {
            id = broker.resourceManagerId();
            assertThatThrownBy(() -> EscrowBroker.open(store))
                    .isInstanceOf(EscrowBrokerException.class).hasMessageContainingAll(store.toString(), "in use");
        }
        try (EscrowBroker broker = EscrowBroker.open(store)) {
            assertThat(broker.resourceManagerId()).isEqualTo(id);
            assertThat(broker.recoveryResource()).isNotNull();
            broker.close();
            broker.close();
        }
    }
}
