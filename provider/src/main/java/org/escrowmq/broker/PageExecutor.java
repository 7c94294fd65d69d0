package org.escrowmq.broker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/**
 * What writes the page files of one address and delivers its messages that are on pages, one thing after the other.
 *
 * <p>The engine's own gives up its thread after each of them, so that addresses take turns, and another thread has to
 * be woken for the next; here they take turns after some milliseconds. And the engine lets messages wait for a timer
 * before they are written; here they are written as soon as this gets to it, and what comes meanwhile shares the next
 * force, as in the journal (decision D2).
 */
final class PageExecutor extends OrderedExecutor {

    private static final int TASKS_AT_A_TIME = 64;

    private int tasks;

    PageExecutor(Executor threads) {
        super(threads);
        setFair(true);
    }

    /** Called after each task, by the thread that did it. */
    @Override
    public void yield() {
        tasks++;
        if (tasks % TASKS_AT_A_TIME == 0) {
            super.yield();
        }
    }

    /**
     * A timer for the writers of pages: it hands over at once what they want to write a little later. Who is writing
     * already and cannot do so yet is to be called later indeed.
     */
    static ScheduledExecutorService withoutDelay(ScheduledExecutorService timer) {
        OrderedExecutor any = new OrderedExecutor(Runnable::run);
        return (ScheduledExecutorService) Proxy.newProxyInstance(PageExecutor.class.getClassLoader(),
                new Class<?>[] {ScheduledExecutorService.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("schedule") && arguments[0] instanceof Runnable due
                            && !any.inHandler()) {
                        due.run();
                        return null;
                    }
                    try {
                        return method.invoke(timer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
