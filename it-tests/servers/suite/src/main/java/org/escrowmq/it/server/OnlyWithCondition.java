package org.escrowmq.it.server;

import org.escrowmq.it.server.OnlyWith.Place;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips what is {@link OnlyWith} another place of the broker. Stateless. */
final class OnlyWithCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        // Inside of the server the property is not set: whatever got there is to run.
        if (System.getProperty(ServerKind.NAME_PROPERTY) == null) {
            return ConditionEvaluationResult.enabled("inside of the server");
        }
        Place place = MessageBroker.isRemote() ? Place.REMOTE : Place.EMBEDDED;
        return AnnotationSupport.findAnnotation(context.getElement(), OnlyWith.class)
                .filter(only -> only.value() != place)
                .map(only -> ConditionEvaluationResult.disabled("only " + only.value() + ": " + only.reason()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("runs " + place));
    }
}
