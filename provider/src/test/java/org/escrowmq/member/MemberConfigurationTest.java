package org.escrowmq.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.escrowmq.EscrowBroker;
import org.escrowmq.EscrowBrokerException;
import org.escrowmq.member.MemberFiles.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a broker.xml may contain, and that whatever it may not is said with its place, and nothing is opened. */
class MemberConfigurationTest {

    private static final String LOOPBACK = MemberFiles.acceptor("in", "tcp://127.0.0.1:0");

    @TempDir
    private Path directory;

    private EscrowBroker.Builder builder() {
        return EscrowBroker.builder().directory(directory.resolve("store")).jmx(false);
    }

    private EscrowBroker.Builder withUser() {
        return builder().user("root", "root's", "root").permissions("*: all=root");
    }

    private List<String> faults(EscrowBroker.Builder builder, String... core) throws IOException {
        List<String> faults = builder.brokerConfiguration(MemberFiles.brokerXml(directory, core)).faults();
        assertThat(directory.resolve("store")).doesNotExist();
        return faults;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<name>other</name> | name is not taken from it: it is the option name",
        "<journal-directory>x</journal-directory> | it is the option directory",
        "<security-enabled>false</security-enabled> | it is the option usersFile or loginConfiguration",
        "<global-max-size>100</global-max-size> | it is the option globalMaxBytes",
        "<journal-type>NIO</journal-type> | journal-type is not taken from it: EscrowMQ decides this itself; of core, "
                + "allowed are acceptors, address-settings",
        "<ha-policy><shared-store><primary/></shared-store></ha-policy> | allowed are replication/primary",
        "<ha-policy><replication><backup/></replication></ha-policy> | backup is not taken",
        "<ha-policy><replication><primary><check-for-active-server>false</check-for-active-server></primary>"
                + "</replication></ha-policy> | must not be opened beside it",
        "<ha-policy><replication><primary><vote-on-replication-failure>true</vote-on-replication-failure></primary>"
                + "</replication></ha-policy> | does not stop by itself",
        "<ha-policy><primary-only><scale-down/></primary-only></ha-policy> | scale-down is not taken",
        "<address-settings><address-setting match='#'><redelivery-delay>5</redelivery-delay></address-setting>"
                + "</address-settings> | it is the option redeliveryDelayMillis",
        "<address-settings><address-setting match='#'><address-full-policy>BLOCK</address-full-policy>"
                + "</address-setting></address-settings> | allowed are PAGE, FAIL and DROP",
        "<broadcast-groups><broadcast-group name='g'><jgroups-file>f</jgroups-file><jgroups-channel>c"
                + "</jgroups-channel></broadcast-group></broadcast-groups> | groups are formed by UDP",
        "<connectors><connector>tcp://a:1</connector></connectors> | it needs a name",
        "<acceptors><acceptor name='a'>vm://1</acceptor><acceptor name='a'>vm://2</acceptor></acceptors>"
                + " | there is another one with the name a",
        "<acceptors><acceptor name='a'>tcp://localhost:1</acceptor><acceptors/> | it is no XML",
        "<diverts><divert name='d'><adress>a</adress></divert></diverts> | 'adress'",
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='x.xml'/> | everything is in one file"})
    void whatIsNotTakenIsRefusedWithItsLine(String core, String words) throws IOException {
        assertThat(faults(builder(), core)).anySatisfy(fault -> assertThat(fault)
                .startsWith("brokerConfiguration is '" + directory.resolve("broker.xml") + "', line ")
                .contains(words));
    }

    @Test
    void theLineIsThatOfTheElement() throws IOException {
        assertThat(faults(withUser(), LOOPBACK, "<name>a</name>", "<paging-directory>b</paging-directory>"))
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).contains("line 5: name is not"),
                        fault -> assertThat(fault).contains("line 6: paging-directory is not"));
    }

    @Test
    void allFaultsAreReportedTogetherWithThoseOfOtherOptions() throws IOException {
        EscrowBroker.Builder builder = builder().maxDeliveryAttempts(0).brokerConfiguration(
                MemberFiles.brokerXml(directory, MemberFiles.acceptor("in", "tcp://0.0.0.0:0?protocols=AMQP")));
        assertThatThrownBy(builder::open).isInstanceOf(EscrowBrokerException.class)
                .hasMessageContainingAll("maxDeliveryAttempts is '0'", "lets everybody in", "unencrypted",
                        "protocols 'AMQP'; allowed is CORE")
                .extracting(e -> ((EscrowBrokerException) e).getErrorCode()).isEqualTo("INVALID_CONFIGURATION");
        assertThat(directory.resolve("store")).doesNotExist();
    }

    @Test
    void anAcceptorOnTheNetworkWithoutUsersIsRefusedUnlessItIsNamed() throws IOException {
        assertThat(faults(builder(), LOOPBACK)).singleElement().asString()
                .contains("acceptor in on 127.0.0.1 lets everybody in", "users, usersFile or loginConfiguration",
                        "name it in insecureAcceptors");
        assertThat(faults(withUser(), LOOPBACK)).isEmpty();
        assertThat(faults(builder().insecureAcceptors("in"), LOOPBACK)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, true", "192.0.2.1, true", "'127.0.0.1,192.0.2.1', true", "no-such-host.invalid, true",
        "127.0.0.1, false", "localhost, false", "[::1], false"})
    void anAcceptorThatOtherMachinesReachIsRefusedWithoutEncryption(String host, boolean refused) throws IOException {
        String core = MemberFiles.acceptor("in", "tcp://" + host + ":0");
        List<String> faults = faults(withUser(), core);
        if (refused) {
            assertThat(faults).singleElement().asString().contains("unencrypted from other machines");
            assertThat(faults(withUser().insecureAcceptors("in"), core)).isEmpty();
        } else {
            assertThat(faults).isEmpty();
        }
    }

    @Test
    void anAcceptorInsideOfTheProcessNeedsNoUsers() throws IOException {
        assertThat(faults(builder(), MemberFiles.acceptor("in", "vm://4712"))).isEmpty();
    }

    @Test
    void encryptionThatDoesNotWorkIsAFaultAndNotALineInTheLog() throws IOException {
        String core = MemberFiles.acceptor("in",
                "tcp://0.0.0.0:0?sslEnabled=true&keyStorePath=" + directory.resolve("none.p12")
                        + "&keyStorePassword=geheim");
        assertThat(faults(withUser(), core)).singleElement().asString()
                .contains("acceptor in cannot be made", "none.p12").doesNotContain("geheim");
    }

    @Test
    void aMisspeltParameterIsAFaultBecauseItWouldProtectNobody() throws IOException {
        String core = MemberFiles.acceptor("in", "tcp://127.0.0.1:0?needClientAuht=true&keyStorePasword=geheim");
        assertThat(faults(withUser(), core)).singleElement().asString()
                .contains("keyStorePasword, needClientAuht").doesNotContain("geheim");
    }

    @Test
    void insecureAcceptorsAreNamesOfAcceptors() throws IOException {
        assertThat(faults(withUser().insecureAcceptors("inn"), LOOPBACK)).singleElement().asString()
                .contains("insecureAcceptors contains 'inn'", "allowed are the names of acceptors: in");
        assertThat(builder().insecureAcceptors("in").faults()).singleElement().asString()
                .contains("insecureAcceptors is set, but not brokerConfiguration");
    }

    @Test
    void aClusterNeedsAPasswordOfItsOwn() throws IOException {
        String[] core = {MemberFiles.connectors("me", "tcp://127.0.0.1:1"), LOOPBACK,
            "<cluster-connections><cluster-connection name=\"c\"><connector-ref>me</connector-ref>"
                    + "<static-connectors><connector-ref>me</connector-ref></static-connectors>"
                    + "</cluster-connection></cluster-connections>"};
        assertThat(faults(withUser(), core)).anySatisfy(fault ->
                assertThat(fault).contains("cluster-password is not set"));
    }

    /** With other paths and passwords. */
    @Test
    void theExamplesOfTheDocumentationAreAccepted() throws Exception {
        Certificate certificate = Certificate.make(directory, "broker");
        String page = Files.readString(Path.of("..", "docs", "cluster-member.md"))
                .replace("/etc/shop/keys.p12", certificate.keyStore().toString())
                .replace("/etc/shop/trusted.p12", certificate.trustStore().toString())
                .replaceAll("\\$\\{(KEYS|TRUSTED|CLUSTER)}", MemberFiles.STORE_PASSWORD);
        List<String> examples = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(page).results()
                .map(found -> found.group(1)).toList();
        assertThat(examples).hasSize(4);
        for (String example : examples) {
            Path file = example.startsWith("<configuration")
                    ? Files.writeString(directory.resolve("broker.xml"), example)
                    : MemberFiles.brokerXml(directory, example);
            assertThat(withUser().brokerConfiguration(file).faults()).isEmpty();
        }
    }

    @Test
    void aFileThatIsNotThereIsAFault() {
        assertThat(builder().brokerConfiguration(directory.resolve("none.xml")).faults()).singleElement().asString()
                .contains("brokerConfiguration is", "none.xml", "cannot be read");
    }

    @Test
    void aFileIsNotReadFromElsewhereThroughItsDocumentType() throws IOException {
        Path file = directory.resolve("broker.xml");
        Files.writeString(file, "<!DOCTYPE configuration SYSTEM 'file:///etc/passwd'>\n<configuration/>");
        assertThat(builder().brokerConfiguration(file).faults()).singleElement().asString().contains("DOCTYPE");
    }
}
