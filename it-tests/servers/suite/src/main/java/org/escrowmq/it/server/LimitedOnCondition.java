package org.escrowmq.it.server;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips what is {@link LimitedOn} the server under test. Stateless. */
final class LimitedOnCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        // Inside of the server the property is not set: whatever got there is to run.
        String server = System.getProperty(ServerKind.NAME_PROPERTY);
        return AnnotationSupport.findRepeatableAnnotations(context.getElement(), LimitedOn.class).stream()
                .filter(limit -> limit.server().equals(server))
                .findFirst()
                .map(limit -> ConditionEvaluationResult.disabled(server + ": " + limit.reason()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("not limited on " + server));
    }
}
