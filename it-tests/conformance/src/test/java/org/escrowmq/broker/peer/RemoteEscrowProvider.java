package org.escrowmq.broker.peer;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.function.Supplier;
import org.escrowmq.remote.RemoteBroker;

/** EscrowMQ with a remote broker: Artemis as it configures itself, over the network, which here is the loopback. */
public final class RemoteEscrowProvider implements Supplier<ConnectionFactory> {

    @Override
    public ConnectionFactory get() {
        String url = "tcp://127.0.0.1:" + freePort();
        RemoteBroker remote = RemoteBroker.connect(
                url, null, null, null, Map.of("objectMessageClasses", "org.escrowmq.conformance.*"));
        ArtemisBroker.start(url, remote::close);
        return remote.connectionFactory();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
