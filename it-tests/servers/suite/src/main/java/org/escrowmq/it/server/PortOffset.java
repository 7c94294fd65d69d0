package org.escrowmq.it.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Chooses an offset by which all of a server's ports can be moved so that each of them is free on the loopback, no
 * matter who holds the usual ones. Stateless. A port is only looked at, not kept: between the choice and the server's
 * start another process could take it, which the server then reports.
 */
public final class PortOffset {

    // Above the usual ports of other servers, and with every moved port below Linux' range of ephemeral ports.
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 22_000;
    private static final int ATTEMPTS = 200;

    private PortOffset() {
    }

    /**
     * Looks for such an offset at random places.
     *
     * @param ports the server's ports without an offset
     * @throws IllegalStateException if none was found
     */
    public static int choose(int... ports) {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, LOWEST, HIGHEST)
                .filter(offset -> IntStream.of(ports).allMatch(port -> free(port + offset)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No port offset between " + LOWEST + " and " + HIGHEST
                        + " leaves all of " + Arrays.toString(ports) + " free; tried " + ATTEMPTS));
    }

    private static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
