package org.escrowmq.it.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network between adapter and broker that can be cut, held up, or made to lose what the broker says. */
final class CutProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CutProxy.class);
    private static final int BUFFER = 8192;
    /** A packet begins with its length, and then says what it is. */
    private static final int LENGTH_BYTES = 4;

    private enum State { WHOLE, HELD_UP, MUTE, CUT }

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.WHOLE;
    private int answersLeft;

    CutProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("proxy", this::accept);
    }

    String url() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket fromAdapter = server.accept();
                if (current() == State.CUT) {
                    fromAdapter.close();
                } else {
                    Socket toBroker = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.add(fromAdapter);
                    sockets.add(toBroker);
                    start("to broker", () -> pump(fromAdapter, toBroker, false));
                    start("to adapter", () -> pump(toBroker, fromAdapter, true));
                }
            }
        } catch (IOException e) {
            LOG.debug("The proxy ends", e);
        }
    }

    private void pump(Socket from, Socket to, boolean fromBroker) {
        byte[] buffer = new byte[BUFFER];
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!passes(fromBroker, ByteBuffer.wrap(buffer, 0, count))) {
                    continue;
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            LOG.debug("A connection ends", e);
        }
    }

    /** Waits while things are held up. False for what gets lost. */
    private synchronized boolean passes(boolean fromBroker, ByteBuffer content) throws InterruptedException {
        while (state == State.HELD_UP) {
            wait();
        }
        if (state != State.MUTE || !fromBroker) {
            return true;
        }
        boolean passes = answersLeft > 0;
        answersLeft -= answers(content);
        return passes;
    }

    /** How many answers to calls of an XAResource these packets contain: the broker says other things in between. */
    private static int answers(ByteBuffer packets) {
        int answers = 0;
        while (packets.remaining() > LENGTH_BYTES) {
            int length = packets.getInt();
            answers += packets.get(packets.position()) == PacketImpl.SESS_XA_RESP ? 1 : 0;
            packets.position(Math.min(packets.limit(), packets.position() + length));
        }
        return answers;
    }

    private synchronized State current() {
        return state;
    }

    private synchronized void become(State next) {
        state = next;
        notifyAll();
    }

    /** All connections end, and nobody can open another one. */
    void cut() {
        become(State.CUT);
        sockets.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("A socket could not be closed", e);
            }
        });
        sockets.clear();
    }

    /** Nothing gets through, and nobody is told. */
    void holdUp() {
        become(State.HELD_UP);
    }

    /** What the broker says gets lost after so many answers to calls of an XAResource, and nobody is told. */
    synchronized void muteAfter(int answers) {
        answersLeft = answers;
        become(State.MUTE);
    }

    /** As if nothing had been; but what was cut or muted stays so. */
    void mend() {
        become(State.WHOLE);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
