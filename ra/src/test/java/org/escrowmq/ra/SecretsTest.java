package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.JMSSecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.security.auth.Subject;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.kit.LogLines;
import org.escrowmq.ra.kit.StubEndpoints;
import org.escrowmq.ra.outbound.ConnectionFactoryHandle;
import org.escrowmq.ra.outbound.EscrowConnectionRequestInfo;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;
import org.junit.jupiter.api.Test;

/** Passwords are never shown: not by toString, in errors, or in the log. */
class SecretsTest {

    private static final String SECRET = "s3cr3t-";
    private static final Logger LOGGER = Logger.getLogger("org.escrowmq.ra");

    private final List<String> shown = new ArrayList<>();

    @Test
    void noPasswordIsShownWhateverHappens() throws Exception {
        Level before = LOGGER.getLevel();
        LOGGER.setLevel(Level.ALL);
        try (LogLines log = LogLines.listening()) {
            useEverythingThatHasAPassword();
            shown.addAll(log.all());
        } finally {
            LOGGER.setLevel(before);
        }
        assertThat(shown).hasSizeGreaterThan(10).noneMatch(text -> text.contains(SECRET));
    }

    private void useEverythingThatHasAPassword() throws Exception {
        AdapterKit kit = new AdapterKit();
        kit.adapter().setPassword(SECRET + "adapter");
        show(catchThrowable(() -> kit.adapter().start(kit.server().context())));
        kit.adapter().setUserName("adapter");
        kit.adapter().start(kit.server().context());
        EscrowManagedConnectionFactory factory = kit.managedConnectionFactory();
        factory.setUserName("factory");
        factory.setPassword(SECRET + "factory");
        factory.setLeakDetection(true);
        shown.add(kit.adapter() + " " + factory + " " + kit.openings() + " " + factory.defaultCredentials());
        kit.provider().refuse(new JMSSecurityException("refused"));
        ConnectionFactoryHandle handle = (ConnectionFactoryHandle) factory.createConnectionFactory(kit.pool());
        show(catchThrowable(() -> handle.createConnection("u", SECRET + "application").createSession()));
        show(catchThrowable(() -> handle.createContext("u", SECRET + "application").createTextMessage()));
        show(catchThrowable(() -> factory.createManagedConnection(subject(factory), null)));
        EscrowActivationSpec spec = kit.queueSpec("q");
        spec.setUserName("bean");
        spec.setPassword(SECRET + "bean");
        show(catchThrowable(() -> kit.adapter().endpointActivation(
                new StubEndpoints(kit.history(), true, message -> { }).factory(), spec)));
        kit.provider().refuse(null);
        var opened = factory.createManagedConnection(null,
                new EscrowConnectionRequestInfo(new Credentials("u", SECRET + "info"), null, 1));
        show(catchThrowable(() -> opened.getConnection(null,
                new EscrowConnectionRequestInfo(new Credentials("u", SECRET + "other"), null, 1))));
        shown.add(opened + " " + opened.getMetaData() + " " + handle + " " + spec);
        kit.provider().breakConnections(new jakarta.jms.JMSException("gone"));
        kit.adapter().stop();
    }

    private static Subject subject(EscrowManagedConnectionFactory factory) {
        PasswordCredential credential = new PasswordCredential("server", (SECRET + "server").toCharArray());
        credential.setManagedConnectionFactory(factory);
        Subject subject = new Subject();
        subject.getPrivateCredentials().add(credential);
        return subject;
    }

    private void show(Throwable error) {
        assertThat(error).isNotNull();
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        shown.add(text.toString());
    }
}
