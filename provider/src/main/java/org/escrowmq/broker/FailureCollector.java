package org.escrowmq.broker;

import jakarta.jms.JMSException;

/**
 * Does several things although some fail, and reports the first failure in the end, with the others in it: how
 * everything that owns others closes. Used by one thread.
 */
public final class FailureCollector {

    private JMSException first;

    /** Something that may fail. */
    @FunctionalInterface
    public interface Step {
        /** Does it. */
        void run() throws JMSException;
    }

    /** Does one of them now. */
    public void run(Step step) {
        try {
            step.run();
        } catch (JMSException e) {
            if (first == null) {
                first = e;
            } else {
                first.addSuppressed(e);
            }
        }
    }

    /** Ends with the first failure, if there was one. */
    public void throwFirst() throws JMSException {
        if (first != null) {
            throw first;
        }
    }
}
