package org.escrowmq.broker;

import jakarta.jms.JMSException;

/** Does several things although some fail, and reports the first failure in the end, with the others in it. */
final class FailureCollector {

    private JMSException first;

    /** Something that may fail. */
    @FunctionalInterface
    interface Step {
        void run() throws JMSException;
    }

    void run(Step step) {
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

    void throwFirst() throws JMSException {
        if (first != null) {
            throw first;
        }
    }
}
