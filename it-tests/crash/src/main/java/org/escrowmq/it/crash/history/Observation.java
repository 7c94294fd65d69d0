package org.escrowmq.it.crash.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is in the stores while nobody works: messages not consumed yet, and rows. Rows are collected over several
 * observations, because they only ever become more. For use by one thread.
 */
public final class Observation {

    /** A row beside a message that was sent. */
    public record SentRow(MessageId message, String transaction) {
    }

    /** A row beside a message that was consumed. */
    public record ConsumedRow(MessageId message, String transaction) {
    }

    private final List<MessageId> held = new ArrayList<>();
    private final List<MessageId> damaged = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final List<SentRow> sent = new ArrayList<>();
    private final List<ConsumedRow> consumed = new ArrayList<>();
    private int keptSent;
    private int keptConsumed;

    /** The messages may be different ones now; the rows stay. */
    public void forgetMessages() {
        held.clear();
        damaged.clear();
        seen.clear();
    }

    /** The rows that are known will not be told again. */
    public void keepRows() {
        keptSent = sent.size();
        keptConsumed = consumed.size();
    }

    /** Whoever told rows was killed before they were {@linkplain #keepRows kept}: the next one tells them again. */
    public void forgetRowsNotKept() {
        sent.subList(keptSent, sent.size()).clear();
        consumed.subList(keptConsumed, consumed.size()).clear();
    }

    /** The rows are all read again. */
    public void forgetRows() {
        keptSent = 0;
        keptConsumed = 0;
        sent.clear();
        consumed.clear();
    }

    /** All messages of this destination have been looked at, or will be before this is used. */
    public void sees(String destination) {
        seen.add(destination);
    }

    /** A message is there, and comes after those of its destination that were named before. */
    public void holds(MessageId message, boolean intact) {
        held.add(message);
        if (!intact) {
            damaged.add(message);
        }
    }

    /** There is a row. */
    public void row(SentRow row) {
        sent.add(row);
    }

    /** There is a row. */
    public void row(ConsumedRow row) {
        consumed.add(row);
    }

    List<MessageId> held() {
        return held;
    }

    List<MessageId> damaged() {
        return damaged;
    }

    boolean hasSeen(String destination) {
        return seen.contains(destination);
    }

    List<SentRow> sent() {
        return sent;
    }

    List<ConsumedRow> consumed() {
        return consumed;
    }
}
