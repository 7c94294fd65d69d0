package org.escrowmq.ra.inbound;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Gathers what is wrong with an activation spec, to report all of it at once. Used by one thread. */
final class SpecMistakes {

    private final List<String> mistakes = new ArrayList<>();
    private final List<PropertyDescriptor> properties = new ArrayList<>();

    /** A mistake if the value is neither null nor one of those allowed. */
    SpecMistakes oneOf(String property, String value, String... allowed) {
        return unless(value == null || Arrays.asList(allowed).contains(value), property,
                "is \"" + value + "\"; allowed are " + String.join(" and ", allowed));
    }

    /** A mistake if the value is missing or less. */
    SpecMistakes atLeast(String property, Number value, long least) {
        return unless(value != null && value.longValue() >= least, property,
                "is " + value + "; a number from " + least + " is needed");
    }

    /** Mistakes that were found elsewhere: sentences that begin with the property, by property. */
    SpecMistakes all(Map<String, String> found) {
        found.forEach((property, sentence) -> {
            mistakes.add(sentence);
            properties.add(descriptor(property));
        });
        return this;
    }

    /** A mistake unless the condition holds. */
    SpecMistakes unless(boolean right, String property, String mistake) {
        if (!right) {
            mistakes.add(property + " " + mistake);
            properties.add(descriptor(property));
        }
        return this;
    }

    private static PropertyDescriptor descriptor(String property) {
        try {
            return new PropertyDescriptor(property, EscrowActivationSpec.class);
        } catch (IntrospectionException e) {
            throw new IllegalArgumentException(property + " is no property of the activation spec", e);
        }
    }

    void report() throws InvalidPropertyException {
        if (!mistakes.isEmpty()) {
            InvalidPropertyException error = new InvalidPropertyException("The activation configuration has "
                    + (mistakes.size() == 1 ? "a mistake: " : mistakes.size() + " mistakes: ")
                    + String.join("; ", mistakes));
            error.setInvalidPropertyDescriptors(properties.toArray(PropertyDescriptor[]::new));
            throw error;
        }
    }
}
