package org.escrowmq.message;

import java.io.ObjectInputFilter;

/**
 * A filter made strict: a class that it does not allow is refused, also where it leaves the matter open. What the JVM's
 * own filter ({@code jdk.serialFilter}) refuses stays refused. Remembers why it refused. For one stream.
 */
final class RefusingFilter implements ObjectInputFilter {

    private final ObjectInputFilter filter;
    private final ObjectInputFilter wholeJvm;
    private String refusal;

    /**
     * Makes a filter strict.
     *
     * @param wholeJvm the JVM's own filter, or null
     */
    RefusingFilter(ObjectInputFilter filter, ObjectInputFilter wholeJvm) {
        this.filter = filter;
        this.wholeJvm = wholeJvm;
    }

    /** What was refused and how to allow it, or null if nothing was. */
    String refusal() {
        return refusal;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (wholeJvm != null && wholeJvm.checkInput(info) == Status.REJECTED) {
            return refuse("the filter of this JVM (jdk.serialFilter) does not let pass " + info.serialClass());
        }
        if (isAllowed(info)) {
            return Status.ALLOWED;
        }
        Class<?> type = info.serialClass();
        boolean byItsClass = type != null && !isAllowed(new Alone(type));
        return refuse(byItsClass ? notAllowed(elementOf(type)) : beyondLimits(info));
    }

    private Status refuse(String reason) {
        if (refusal == null) {
            refusal = reason;
        }
        return Status.REJECTED;
    }

    private boolean isAllowed(FilterInfo info) {
        Status status = filter.checkInput(info);
        return status == Status.ALLOWED || status == Status.UNDECIDED && isHarmless(info.serialClass());
    }

    /** Nothing at all, a primitive type, or an array of a primitive type, whose size the filter has seen. */
    private static boolean isHarmless(Class<?> type) {
        return type == null || elementOf(type).isPrimitive();
    }

    private static Class<?> elementOf(Class<?> type) {
        return type.isArray() ? elementOf(type.getComponentType()) : type;
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
