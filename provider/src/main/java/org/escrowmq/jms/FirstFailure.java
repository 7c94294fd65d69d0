package org.escrowmq.jms;

import jakarta.jms.JMSException;

/** Runs the steps of a close to the end and throws the first failure afterwards, the others suppressed in it. */
final class FirstFailure {

    private JMSException first;

    void collect(JmsRuntimeErrors.Action step) {
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

    void throwIfAny() throws JMSException {
        if (first != null) {
            throw first;
        }
    }
}
