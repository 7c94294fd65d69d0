package org.escrowmq.it.crash.victim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What is said to this process on its standard input, a word a line. {@link #RESUME} is obeyed at once, by whatever
 * thread stands at a point; the others wait to be taken. Thread-safe.
 */
public final class Words {

    /** Tell what is in the stores: nothing is on its way in the broker. */
    public static final String LOOK = "look";
    /** Work until you are killed or told otherwise. */
    public static final String WORK = "work";
    /** Work for a moment and exit, so that the JVM knows which classes it needs. */
    public static final String REHEARSE = "rehearse";
    /** Go on from the point where you stopped. */
    public static final String RESUME = "resume";
    /** Stop working, recover and tell what is in the stores. */
    public static final String SETTLE = "settle";
    /** Close everything and end. */
    public static final String END = "end";

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    private Words() {
    }

    static Words listen() {
        Words words = new Words();
        Thread listener = new Thread(words::read, "listener");
        listener.setDaemon(true);
        listener.start();
        return words;
    }

    private void read() {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String word = lines.readLine(); word != null; word = lines.readLine()) {
                if (RESUME.equals(word)) {
                    Points.resume();
                } else {
                    said.add(word);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            said.add(END);
        }
    }

    /**
     * Waits for a word.
     *
     * @throws IllegalStateException if another one is said
     */
    void await(String word) throws InterruptedException {
        String next = take();
        if (!word.equals(next)) {
            throw new IllegalStateException("Waited for '" + word + "' and was told '" + next + "'");
        }
    }

    /** The next word; {@link #END} when there will be no other. */
    String take() throws InterruptedException {
        return said.take();
    }
}
