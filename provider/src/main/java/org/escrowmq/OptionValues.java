package org.escrowmq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values of {@linkplain BrokerOption options} as they were given; what came as a text is read when it is asked for.
 * What was given last counts. Used by one thread.
 */
final class OptionValues {

    private final Map<BrokerOption<?>, Object> values = new LinkedHashMap<>();
    private final Map<BrokerOption<?>, String> texts = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<BrokerOption<?>> options;

    /** For these options and no others. */
    OptionValues(List<BrokerOption<?>> options) {
        this.options = options;
    }

    <T> void set(BrokerOption<T> option, T value) {
        texts.remove(option);
        values.put(option, value);
    }

    void setText(String name, String text) {
        for (BrokerOption<?> option : options) {
            if (option.name().equals(name)) {
                values.remove(option);
                texts.put(option, text);
                return;
            }
        }
        unknown.add("'" + name + "' is not an option; the options are " + options.stream()
                .map(BrokerOption::name).collect(Collectors.joining(", ")));
    }

    /** A sentence for each text that was given for what is no option. */
    List<String> unknown() {
        return unknown;
    }

    boolean isSet(BrokerOption<?> option) {
        return values.containsKey(option) || texts.containsKey(option);
    }

    /** The value, or the default if there is none or it is not allowed; that adds a sentence to the faults. */
    <T> T get(BrokerOption<T> option, List<String> faults) {
        T value = given(option, faults);
        return value == null ? option.defaultValue() : value;
    }

    /** The value, or null if there is none or it is not allowed; that adds a sentence to the faults. */
    @SuppressWarnings("unchecked")
    <T> T given(BrokerOption<T> option, List<String> faults) {
        try {
            if (texts.containsKey(option)) {
                return option.parse(texts.get(option));
            }
            // set() took it with the option's own type.
            return values.containsKey(option) ? option.check((T) values.get(option)) : null;
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
            return null;
        }
    }
}
