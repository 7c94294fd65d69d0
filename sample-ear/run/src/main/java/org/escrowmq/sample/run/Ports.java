package org.escrowmq.sample.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds an offset at which all of WildFly's ports are free. Stateless.
 */
final class Ports {
    /** The port of the page, before the offset is added. */
    static final int HTTP = 8080;

    /** The socket bindings of standalone-full.xml: web, management, IIOP, transaction recovery. */
    private static final List<Integer> PORTS = List.of(HTTP, 8443, 8009, 9990, 9993, 3528, 3529, 4712, 4713);
    private static final int TRIES = 200;
    private static final int HIGHEST_OFFSET = 50_000;

    private Ports() {
    }

    /**
     * @return 0 if the ports with their usual numbers are free, so that the page has its usual address; otherwise an
     *         offset with free ports
     */
    static int freeOffset() {
        if (free(0)) {
            return 0;
        }
        for (int i = 0; i < TRIES; i++) {
            int offset = ThreadLocalRandom.current().nextInt(100, HIGHEST_OFFSET);
            if (free(offset)) {
                return offset;
            }
        }
        throw new RunFailure("Found no offset up to " + HIGHEST_OFFSET + " at which the ports " + PORTS
                + " are free on 127.0.0.1.");
    }

    private static boolean free(int offset) {
        return PORTS.stream().allMatch(port -> isFree(port + offset));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
