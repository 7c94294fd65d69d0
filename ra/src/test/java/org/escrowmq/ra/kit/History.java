package org.escrowmq.ra.kit;

import java.util.ArrayList;
import java.util.List;

/** What happened, in order, one line each. */
public final class History {

    private final List<String> lines = new ArrayList<>();

    public synchronized void add(String line) {
        lines.add(line);
    }

    /** All lines, joined by ", ", and forgets them. */
    public synchronized String take() {
        String text = String.join(", ", lines);
        lines.clear();
        return text;
    }
}
