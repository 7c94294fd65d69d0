package org.escrowmq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.escrowmq.broker.Redelivery;
import org.escrowmq.broker.RedeliveryPolicy;

/** Reads what a consumer may have otherwise than its broker: {@link ArrivalAwareConsumer#setRedelivery}. Stateless. */
public final class RedeliveryOptions {

    private static final List<BrokerOption<?>> OPTIONS = List.of(BrokerOption.MAX_DELIVERY_ATTEMPTS,
            BrokerOption.IMMEDIATE_REDELIVERIES, BrokerOption.REDELIVERY_DELAY, BrokerOption.REDELIVERY_MULTIPLIER,
            BrokerOption.MAX_REDELIVERY_DELAY, BrokerOption.DEAD_LETTER_DESTINATION);

    /** Those that hold for all consumers of a broker, by name: a queue for dead letters is a consumer's own. */
    public static final Set<String> FOR_ALL = OPTIONS.stream()
            .filter(option -> option != BrokerOption.DEAD_LETTER_DESTINATION).map(BrokerOption::name)
            .collect(Collectors.toUnmodifiableSet());

    private RedeliveryOptions() { }

    /** When a message comes again where nobody says otherwise. */
    public static RedeliveryPolicy usualPolicy() {
        return new RedeliveryPolicy(
                BrokerOption.IMMEDIATE_REDELIVERIES.defaultValue(), BrokerOption.REDELIVERY_DELAY.defaultValue(),
                BrokerOption.REDELIVERY_MULTIPLIER.defaultValue(), BrokerOption.MAX_REDELIVERY_DELAY.defaultValue());
    }

    /** How often a message is delivered at most where nobody says otherwise. */
    public static int usualMaxDeliveryAttempts() {
        return BrokerOption.MAX_DELIVERY_ATTEMPTS.defaultValue();
    }

    /**
     * Says what is wrong.
     *
     * @param options texts by name, as for {@link #read}
     * @return a sentence for each option with a fault, by its name; empty if there is none
     */
    public static Map<String, String> faults(Map<String, String> options) {
        Map<String, String> faults = new LinkedHashMap<>();
        options.forEach((name, text) -> {
            List<String> found = new ArrayList<>();
            read(Map.of(name, text), found);
            if (!found.isEmpty()) {
                faults.put(name, String.join("; ", found));
            }
        });
        return faults;
    }

    /**
     * Reads texts by the options' names.
     *
     * @throws IllegalArgumentException if there is anything wrong with them
     */
    public static Redelivery read(Map<String, String> options) {
        List<String> faults = new ArrayList<>();
        Redelivery redelivery = read(options, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return redelivery;
    }

    private static Redelivery read(Map<String, String> options, List<String> faults) {
        OptionValues values = new OptionValues(OPTIONS);
        options.forEach(values::setText);
        faults.addAll(values.unknown());
        return new Redelivery(
                values.given(BrokerOption.MAX_DELIVERY_ATTEMPTS, faults),
                values.given(BrokerOption.IMMEDIATE_REDELIVERIES, faults),
                values.given(BrokerOption.REDELIVERY_DELAY, faults),
                values.given(BrokerOption.REDELIVERY_MULTIPLIER, faults),
                values.given(BrokerOption.MAX_REDELIVERY_DELAY, faults),
                values.given(BrokerOption.DEAD_LETTER_DESTINATION, faults));
    }
}
