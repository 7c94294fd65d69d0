package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSRuntimeException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that accepts TLS only, and only from those whose certificate it knows. */
@Timeout(60)
class TlsIT {

    private static final String QUEUE = "orders";

    private static BrokerProcess broker;
    private static Path ofBroker;
    private static Path ofShop;
    private static Path ofStranger;
    private static Path trustsBroker;
    private static Path trustsStranger;

    @BeforeAll
    static void startBroker() throws Exception {
        Certificates certificates = new Certificates("certificates");
        ofBroker = certificates.keyStore("broker", "127.0.0.1");
        ofShop = certificates.keyStore("shop", "127.0.0.1");
        ofStranger = certificates.keyStore("stranger", "127.0.0.9");
        trustsBroker = certificates.trustStore(ofBroker);
        trustsStranger = certificates.trustStore(ofStranger);
        broker = new BrokerProcess("tls", "single.xml", Map.of("acceptor-options", ";sslEnabled=true"
                + ";keyStorePath=" + ofBroker + ";keyStorePassword=" + Certificates.PASSWORD
                + ";trustStorePath=" + certificates.trustStore(ofShop)
                + ";trustStorePassword=" + Certificates.PASSWORD + ";needClientAuth=true")).start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.stop();
    }

    private static String url(Path keyStore, Path trustStore) {
        return broker.url() + "?sslEnabled=true"
                + "&keyStorePath=" + keyStore + "&keyStorePassword=" + Certificates.PASSWORD
                + "&trustStorePath=" + trustStore + "&trustStorePassword=" + Certificates.PASSWORD;
    }

    @Test
    void withCertificatesThatBothSidesKnowMessagesGoThrough() throws Exception {
        try (Deployed deployed = Deployed.on(url(ofShop, trustsBroker))) {
            deployed.send(QUEUE, "secret");
            assertThat(deployed.drain(QUEUE)).containsExactly("secret");
        }
    }

    @Test
    void aBrokerWhoseCertificateIsNotTrustedIsRefusedAndTheErrorSaysWhy() throws Exception {
        assertRefused(url(ofShop, trustsStranger), "unable to find valid certification path");
    }

    @Test
    void whoHasACertificateThatTheBrokerDoesNotKnowIsToldThatItRefuses() throws Exception {
        assertRefused(url(ofStranger, trustsBroker), "Received fatal alert");
    }

    @Test
    void whoHasNoCertificateAtAllIsToldThatTheBrokerRefuses() throws Exception {
        assertRefused(broker.url() + "?sslEnabled=true&trustStorePath=" + trustsBroker + "&trustStorePassword="
                + Certificates.PASSWORD, "Received fatal alert");
    }

    @Test
    void aBrokerThatIsNotWhoTheUrlSaysIsRefused() throws Exception {
        String otherName = url(ofShop, trustsBroker).replace("127.0.0.1", "localhost");
        assertRefused(otherName, "localhost");
        try (Deployed deployed = Deployed.on(otherName + "&verifyHost=false")) {
            deployed.send(QUEUE, "whoever it is");
            assertThat(deployed.drain(QUEUE)).containsExactly("whoever it is");
        }
    }

    private static void assertRefused(String url, String reason) throws Exception {
        try (Deployed deployed = Deployed.on(url)) {
            assertThatThrownBy(() -> deployed.send(QUEUE, "never")).isInstanceOf(JMSRuntimeException.class)
                    .hasMessageContaining("TLS fails").hasMessageContaining(reason)
                    .hasMessageNotContaining(Certificates.PASSWORD);
        }
    }

    @Test
    void withoutTlsNobodyConnects() throws Exception {
        try (Deployed deployed = Deployed.on(broker.url() + "?callTimeout=2000")) {
            assertThatThrownBy(() -> deployed.send(QUEUE, "never")).isInstanceOf(JMSRuntimeException.class)
                    .hasMessageContaining("Cannot connect to " + broker.url());
        }
    }

    @Test
    void aStoreThatCannotBeReadIsAMistakeInTheConfiguration() {
        assertThatThrownBy(() -> Deployed.on(url(ofShop, trustsBroker).replace(Certificates.PASSWORD, "wrong-one")))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("its keystore or truststore cannot be used")
                .hasMessageNotContaining("wrong-one");
        assertThatThrownBy(() -> Deployed.on(url(Path.of("/no/such/store"), trustsBroker)))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("/no/such/store");
    }
}
