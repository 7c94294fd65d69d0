package org.escrowmq.message;

import java.io.ObjectInputFilter;

/**
 * A filter made strict: a class that it does not allow is refused, also where it leaves the matter open. What the JVM's
 * own filter ({@code jdk.serialFilter}) refuses stays refused. Remembers why it refused. For one stream.
 */
final class RefusingFilter implements ObjectInputFilter {

    private final ObjectInputFilter filter;
    private String refusal;

    RefusingFilter(ObjectInputFilter filter) {
        ObjectInputFilter wholeJvm = ObjectInputFilter.Config.getSerialFilter();
        this.filter = info -> wholeJvm != null && wholeJvm.checkInput(info) == Status.REJECTED
                ? Status.REJECTED : strictly(filter, info);
    }

    private static Status strictly(ObjectInputFilter filter, FilterInfo info) {
        Status status = filter.checkInput(info);
        return status == Status.UNDECIDED && !isHarmless(info.serialClass()) ? Status.REJECTED : status;
    }

    /** Nothing at all, a primitive type, or an array of a primitive type, whose size the filter has seen. */
    private static boolean isHarmless(Class<?> type) {
        return type == null || elementOf(type).isPrimitive();
    }

    private static Class<?> elementOf(Class<?> type) {
        return type.isArray() ? elementOf(type.getComponentType()) : type;
    }

    /** What was refused and how to allow it, or null if nothing was. */
    String refusal() {
        return refusal;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        Status status = filter.checkInput(info);
        if (status == Status.REJECTED && refusal == null) {
            Class<?> type = info.serialClass();
            boolean byItsClass = type != null && filter.checkInput(new Alone(type)) == Status.REJECTED;
            refusal = byItsClass ? notAllowed(elementOf(type)) : beyondLimits(info);
        }
        return status;
    }

    private static String notAllowed(Class<?> type) {
        return "class " + type.getName() + " is not allowed. If whoever sends it is to be trusted, add it to the "
                + "property " + ObjectFilters.PROPERTY + ", by its name or by a pattern such as "
                + (type.getPackageName().isEmpty() ? "Order*" : type.getPackageName() + ".*");
    }

    private static String beyondLimits(FilterInfo info) {
        return "it is beyond the limits, at depth " + info.depth() + ", object " + info.references() + ", byte "
                + info.streamBytes() + (info.arrayLength() < 0 ? "" : ", with an array of " + info.arrayLength())
                + ". They can be raised in the property " + ObjectFilters.PROPERTY
                + " with maxdepth=, maxrefs=, maxbytes= and maxarray=";
    }

    /** A class as if it were all that the stream contains, to find out whether it is the class that is refused. */
    private record Alone(Class<?> serialClass) implements FilterInfo {

        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 1;
        }
    }
}
