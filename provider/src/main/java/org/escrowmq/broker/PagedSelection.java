package org.escrowmq.broker;

import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.paging.PageTransactionInfo;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.cursor.PageIterator;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.paging.cursor.PagedReference;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.escrowmq.broker.selector.SelectorExpression;

/**
 * Finds in page files what a consumer's selector wants. The engine reads pages in order until so much is in memory, and
 * looks for a match only there: a consumer whose messages lie behind others that nobody takes would never get them.
 * This walks through the pages once and brings one match at a time into the queue's memory.
 *
 * <p>All of it runs on the executor of the address's pages, where the engine's own reading runs too, so that no message
 * is brought into memory by both. What a page holds of a transaction that somebody read past before its commit is
 * handed to those later by the engine; it is left to the engine's own reader if that was one of them.
 *
 * <p>{@link EmbeddedConsumer} makes one for itself and closes it.
 */
final class PagedSelection {

    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Queue queue;
    private final SelectorExpression selector;
    private final PageSubscription subscription;
    private PageIterator pages;
    private boolean passedOver;
    private volatile boolean closed;

    private enum Outcome { FOUND, NOTHING, INTERRUPTED }

    PagedSelection(Queue queue, SelectorExpression selector) {
        this.queue = queue;
        this.selector = selector;
        this.subscription = queue.getPageSubscription();
    }

    /** True if there are page files that the engine may not look into. */
    boolean isNeeded() {
        return !closed && subscription != null && subscription.isPaging();
    }

    /**
     * Looks for the next match.
     *
     * @param done told whether one is on its way to the consumer, on another thread
     */
    void look(Consumer<Boolean> done) {
        subscription.getPagingStore().execute(() -> lookForAWhile(done));
    }

    private void lookForAWhile(Consumer<Boolean> done) {
        Outcome outcome = Outcome.NOTHING;
        try {
            outcome = walk(System.nanoTime() + SLICE_NANOS);
        } catch (Exception e) {
            BrokerLog.cleanUpFailed("reading the page files of " + queue.getName(), e);
        }
        if (outcome == Outcome.INTERRUPTED) {
            look(done);
        } else {
            done.accept(outcome == Outcome.FOUND);
        }
    }

    private Outcome walk(long deadline) throws Exception {
        if (!isNeeded()) {
            closePages();
            return Outcome.NOTHING;
        }
        if (pages == null) {
            pages = subscription.iterator();
            passedOver = false;
        }
        while (System.nanoTime() < deadline) {
            PageIterator.NextResult next = pages.tryNext();
            if (next == PageIterator.NextResult.noElements) {
                if (passedOver) {
                    // The next search begins at the beginning.
                    closePages();
                }
                return Outcome.NOTHING;
            }
            if (next == PageIterator.NextResult.hasElements && take(pages.next())) {
                return Outcome.FOUND;
            }
        }
        return Outcome.INTERRUPTED;
    }

    private boolean take(PagedReference reference) throws Exception {
        if (!selector.selects(reference.getMessage()) || subscription.isAcked(reference.getPagedMessage())) {
            return false;
        }
        if (isPromised(reference) && !isBehindMemory(reference)) {
            passedOver = true;
            return false;
        }
        pages.remove();
        queue.addTail(reference, false);
        return true;
    }

    /** True if the engine hands the message, after its commit, to all that read past it before. */
    private boolean isPromised(PagedReference reference) throws Exception {
        if (reference.getTransactionID() < 0) {
            return false;
        }
        PagingStore store = subscription.getPagingStore();
        PageTransactionInfo transaction = store.getPagingManager().getTransaction(reference.getTransactionID());
        return transaction != null && transaction.deliverAfterCommit(new Probe(), subscription, reference);
    }

    /** True if the engine's own reader has not come as far as this message. */
    private boolean isBehindMemory(PagedReference reference) {
        synchronized (queue) {
            try (LinkedListIterator<MessageReference> inMemory = queue.iterator()) {
                while (inMemory.hasNext()) {
                    if (inMemory.next() instanceof PagedReference other && isAfter(other, reference)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean isAfter(PagedReference one, PagedReference other) {
        long onePage = one.getPagedMessage().getPageNumber();
        long otherPage = other.getPagedMessage().getPageNumber();
        return onePage > otherPage || onePage == otherPage
                && one.getPagedMessage().getMessageNumber() > other.getPagedMessage().getMessageNumber();
    }

    private void closePages() {
        if (pages != null) {
            pages.close();
            pages = null;
        }
    }

    void close() {
        if (subscription != null) {
            closed = true;
            subscription.getPagingStore().execute(this::closePages);
        }
    }

    /** Only asks; what is handed to it is in the pages, too. */
    private static final class Probe implements PageIterator {

        @Override
        public void redeliver(PagedReference reference) {
            // Asking for a message of a committed transaction is answered by handing it over.
        }

        @Override
        public NextResult tryNext() {
            return NextResult.noElements;
        }

        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public PagedReference next() {
            throw new NoSuchElementException();
        }

        @Override
        public void repeat() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PagedReference removeLastElement() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
