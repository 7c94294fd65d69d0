package org.escrowmq.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUrlTest {

    private static RemoteAddress at(String host, int port) {
        return new RemoteAddress(host, port);
    }

    private static List<String> faults(String url) {
        return BrokerUrl.read(url).faults();
    }

    @Test
    void aCommaIsBetweenBrokersAndABarBetweenTheAddressesOfOne() {
        BrokerUrl url = BrokerUrl.read("tcp://a:61616|tcp://a2:61617,tcp://[::1]:5");

        assertThat(url.faults()).isEmpty();
        assertThat(url.brokers()).containsExactly(
                List.of(at("a", 61616), at("a2", 61617)), List.of(at("::1", 5)));
        assertThat(url).hasToString("tcp://a:61616|tcp://a2:61617,tcp://[::1]:5");
    }

    /** Whether it is a primary with its backup, or two primaries, the brokers say: see KnownNodesTest. */
    @Test
    void aListAsArtemisTakesItIsOneOfBrokersWhateverItSaysOfHa() {
        for (String parameters : List.of("?ha=true", "?ha=false", "")) {
            BrokerUrl url = BrokerUrl.read("tcp://a:61616,tcp://b:61616" + parameters);
            assertThat(url.faults()).isEmpty();
            assertThat(url.brokers()).containsExactly(List.of(at("a", 61616)), List.of(at("b", 61616)));
        }
    }

    @Test
    void aListInBracketsAsArtemisWritesItIsAList() {
        BrokerUrl url = BrokerUrl.read(" (tcp://a:1, tcp://b:2)?ha=true ");

        assertThat(url.faults()).isEmpty();
        assertThat(url.brokers()).containsExactly(List.of(at("a", 1)), List.of(at("b", 2)));
    }

    @Test
    void parametersHaveTheNamesThatArtemisGivesThemAndAreDecoded() {
        BrokerUrl url = BrokerUrl.read(
                "tcp://a:1?ha=true&callTimeout=500&sslEnabled=true&trustStorePath=%2Ftmp%2Fx%26y");

        assertThat(url.faults()).isEmpty();
        assertThat(url.parameter("callTimeout", "1")).isEqualTo("500");
        assertThat(url.parameter("connectionTTL", "1")).isEqualTo("1");
        assertThat(url.ofConnection()).isEqualTo(Map.of("sslEnabled", "true", "trustStorePath", "/tmp/x&y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:1", "tcp://a", "tcp://a:0", "tcp://a:65536", "tcp://a:x", "tcp://:1", "http://a:1",
        "tcp://a:1/x", "tcp://a:1#x", "tcp://a:1,", "tcp://a:1|", "tcp://a:1,,tcp://b:1", "vm://0", "tcp:// a:1"})
    void whatIsNoAddressIsRefusedWithWhatIsAllowed(String url) {
        assertThat(faults(url)).singleElement().asString()
                .contains("is no address of a broker; allowed is tcp://host:port");
    }

    @Test
    void anAddressGivenTwiceIsRefused() {
        assertThat(faults("tcp://a:1,tcp://b:1|tcp://a:1")).containsExactly("it names a:1 twice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "sslEnabled=yes true%or%false", "callTimeout=0 a%whole%number%from%1", "callTimeout=1s a%whole%number%from%1",
        "speed=1 allowed%are", "reconnectAttempts=-1 is%not%allowed", "callTimeout name=value"})
    void aParameterThatThereIsNotOrWithAValueThatIsNotAllowedIsRefused(String parameter, String allowed) {
        assertThat(faults("tcp://a:1?" + parameter)).singleElement().asString().contains(allowed.replace('%', ' '));
    }

    @Test
    void everyFaultIsReportedAtOnce() {
        assertThat(faults("tcp://a,tcp://b:1?speed=1&sslEnabled=maybe&sslEnabled=true&sslEnabled=true")).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://a:1?keyStorePassword=secret&speed=1", "tcp://u:secret@a:1", "tcp://secret@a:1",
        "tcp://a:1?trustStorePassword=secret", "u:secret@a", "tcp://a:1?proxyPassword=secret&proxyPassword=secret",
        "tcp://a:1?keyStorePassword=secret%", "tcp://u:secret@a b:1"})
    void aPasswordIsNeverShown(String url) {
        assertThat(BrokerUrl.read(url).toString() + faults(url)).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", ",", "|", "?", "#", "=", "%", ";", "@", " ", "&x=", "&ha=", "&callTimeout=", "&&", "/",
        "&callTimeout=%", "&x=%", ",tcp://", "|tcp://", "&keyStorePassword=", "%26", "&reconnectAttempts=", "\n"})
    void noPieceOfAPasswordIsShownWhateverSeparatorIsInIt(String separator) {
        String password = "s3cr" + separator + "et77";
        for (String url : List.of("tcp://a:1?ha=true&keyStorePassword=%s", "tcp://a:1?keyStorePassword=%s&ha=true",
                "tcp://a:1?keyStorePassword=%1$s&trustStorePassword=%1$s", "tcp://a:1?keystorepasswort=%s",
                "tcp://u:%s@a:1", "tcp://%s@a:1?ha=true", "tcp://b:1,tcp://u:%s@a:1", "tcp://a:1;keyStorePassword=%s",
                "tcp://a:1&keyStorePassword=%s", "tcp://a:1,keyStorePassword=%s",
                "(tcp://a:1?keyStorePassword=%s,tcp://b:1)?ha=true")) {
            String written = url.replace("%1$s", password).replace("%s", password);
            assertThat(BrokerUrl.read(written) + " " + faults(written)).as(written)
                    .doesNotContain("s3cr").doesNotContain("et77");
        }
    }

    @Test
    void anUnknownParameterIsShownAsLongAsItCannotBeAPieceOfAPassword() {
        assertThat(faults("tcp://a:1?ha=true&speed=1&more=2&callTimeout=x")).satisfiesExactly(
                speed -> assertThat(speed).contains("number 2 is 'speed'"),
                more -> assertThat(more).contains("number 3 is none that there is"),
                callTimeout -> assertThat(callTimeout).contains("callTimeout is something else"));
    }

    @Test
    void whoHasASeparatorInAPasswordIsToldHowToWriteIt() {
        assertThat(faults("tcp://a:1?keyStorePassword=one&two")).singleElement().asString()
                .contains("%26 for '&'", "userName and password");
        assertThat(BrokerUrl.read("tcp://a:1?keyStorePassword=one%26two").ofConnection())
                .containsEntry("keyStorePassword", "one&two");
    }
}
