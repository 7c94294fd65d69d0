package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Section("6.1.2")
class ClientIdentifierTest extends ClientTest {

    private final String clientId = uniqueName("client");

    /** Something done with a connection. */
    private interface Use {
        void of(Connection connection) throws JMSException;
    }

    static Stream<Named<Use>> uses() {
        return Stream.of(
                Named.of("createSession", Connection::createSession),
                Named.of("start", Connection::start),
                Named.of("setClientID", connection -> connection.setClientID(uniqueName("first"))));
    }

    static Stream<Named<Consumer<JMSContext>>> contextUses() {
        return Stream.of(
                Named.of("createProducer", JMSContext::createProducer),
                Named.of("createConsumer", context -> context.createConsumer(context.createTemporaryQueue())),
                Named.of("start", JMSContext::start),
                Named.of("setClientID", context -> context.setClientID(uniqueName("first"))));
    }

    @BothApis
    void clientIdentifierIsNullUntilItIsSet(Api api) throws JMSException {
        Client client = stopped(api);
        assertThat(client.getClientId()).isNull();
    }

    @BothApis
    void clientIdentifierIsToldAfterItIsSet(Api api) throws JMSException {
        Client client = stopped(api);
        client.setClientId(clientId);
        assertThat(client.getClientId()).isEqualTo(clientId);
    }

    @ParameterizedTest
    @MethodSource("uses")
    void clientIdentifierIsNotSetAfterTheConnectionWasUsed(Use use) throws JMSException {
        Connection connection = connection();
        use.of(connection);
        assertThatThrownBy(() -> connection.setClientID(clientId)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("contextUses")
    void clientIdentifierIsNotSetAfterTheContextWasUsed(Consumer<JMSContext> use) {
        JMSContext context = context();
        use.accept(context);
        assertThatThrownBy(() -> context.setClientID(clientId)).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @KnownDifference("takes it; 6.1.2 says that no other action may come before")
    @BothApis
    void clientIdentifierIsNotSetAfterTheConnectionWasStopped(Api api) throws JMSException {
        Client client = stopped(api);
        client.stop();
        api.refuses(IllegalStateException.class, () -> client.setClientId(clientId));
    }

    @KnownDifference("takes it; 6.1.2 says that no other action may come before")
    @Test
    void clientIdentifierIsNotSetAfterTheExceptionListener() throws JMSException {
        Connection connection = connection();
        connection.setExceptionListener(exception -> { });
        assertThatThrownBy(() -> connection.setClientID(clientId)).isInstanceOf(IllegalStateException.class);
    }

    @KnownDifference("takes it; 6.1.2 says that no other action may come before")
    @Test
    void clientIdentifierIsNotSetAfterAContextCreatedAnother() {
        JMSContext context = context();
        closing(context.createContext(JMSContext.AUTO_ACKNOWLEDGE));
        assertThatThrownBy(() -> context.setClientID(clientId)).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @BothApis
    void clientIdentifierInUseIsRefused(Api api) throws JMSException {
        stopped(api).setClientId(clientId);
        Client second = stopped(api);
        api.refuses(InvalidClientIDException.class, () -> second.setClientId(clientId));
    }

    @BothApis
    void clientIdentifierInUseByTheOtherApiIsRefused(Api api) throws JMSException {
        Api other = api == Api.CLASSIC ? Api.SIMPLIFIED : Api.CLASSIC;
        stopped(other).setClientId(clientId);
        Client second = stopped(api);
        api.refuses(InvalidClientIDException.class, () -> second.setClientId(clientId));
    }

    @BothApis
    void clientIdentifierIsFreeAgainAfterItsConnectionIsClosed(Api api) throws JMSException {
        Client first = stopped(api);
        first.setClientId(clientId);
        first.closeConnection();
        Client second = stopped(api);
        second.setClientId(clientId);
        assertThat(second.getClientId()).isEqualTo(clientId);
    }

    @BothApis
    void refusedClientIdentifierStaysWithItsFirstOwner(Api api) throws JMSException {
        Client first = client(api, clientId);
        Client second = stopped(api);
        api.refuses(InvalidClientIDException.class, () -> second.setClientId(clientId));
        second.closeConnection();
        Client third = stopped(api);
        api.refuses(InvalidClientIDException.class, () -> third.setClientId(clientId));
        assertThat(first.getClientId()).isEqualTo(clientId);
    }

    @Test
    void clientIdentifierOfSharedConnectionIsFreeWhenItsLastContextIsClosed() {
        JMSContext first = context();
        first.setClientID(clientId);
        JMSContext second = closing(first.createContext(JMSContext.AUTO_ACKNOWLEDGE));
        first.close();
        JMSContext other = context();
        assertThatThrownBy(() -> other.setClientID(clientId))
                .isInstanceOf(InvalidClientIDRuntimeException.class);
        second.close();
        JMSContext third = context();
        third.setClientID(clientId);
        assertThat(third.getClientID()).isEqualTo(clientId);
    }
}
