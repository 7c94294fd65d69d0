package org.escrowmq.broker.selector;

/** Numbers in selectors, calculated with and compared by the rules of Java (specification 3.8.1.1; JLS 5.6). */
final class SelectorNumbers {

    /** A comparison operator. */
    enum Comparison {
        EQUAL("="), UNEQUAL("<>"), LESS("<"), AT_MOST("<="), GREATER(">"), AT_LEAST(">=");

        final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        /** The operator with this symbol, or null. */
        static Comparison of(SelectorToken token) {
            for (Comparison comparison : values()) {
                if (token.is(comparison.symbol)) {
                    return comparison;
                }
            }
            return null;
        }

        /** True for = and &lt;&gt;, the only ones for strings and booleans. */
        boolean isForAll() {
            return this == EQUAL || this == UNEQUAL;
        }

        private boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case UNEQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case GREATER -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }

        boolean holds(Number left, Number right) {
            if (isOneOf(Double.class, left, right)) {
                return holds(left.doubleValue(), right.doubleValue());
            }
            return isOneOf(Float.class, left, right)
                    ? holds(left.floatValue(), right.floatValue())
                    : holds(Long.compare(left.longValue(), right.longValue()));
        }

        /** Not Double.compare, to which NaN is equal to NaN, and 0.0 greater than -0.0. */
        private boolean holds(double left, double right) {
            if (Double.isNaN(left) || Double.isNaN(right)) {
                return this == UNEQUAL;
            }
            return holds(left < right ? -1 : left > right ? 1 : 0);
        }
    }

    /** An arithmetic operator. */
    enum Arithmetic {
        PLUS, MINUS, TIMES, DIVIDED;

        /** The result, or null if there is none: exact numbers cannot be divided by zero. */
        Number of(Number left, Number right) {
            if (isOneOf(Double.class, left, right)) {
                return of(left.doubleValue(), right.doubleValue());
            }
            if (isOneOf(Float.class, left, right)) {
                return of(left.floatValue(), right.floatValue());
            }
            if (this == DIVIDED && right.longValue() == 0) {
                return null;
            }
            return isOneOf(Long.class, left, right)
                    ? (Number) of(left.longValue(), right.longValue())
                    : (Number) of(left.intValue(), right.intValue());
        }

        private double of(double left, double right) {
            return switch (this) {
                case PLUS -> left + right;
                case MINUS -> left - right;
                case TIMES -> left * right;
                case DIVIDED -> left / right;
            };
        }

        private float of(float left, float right) {
            return switch (this) {
                case PLUS -> left + right;
                case MINUS -> left - right;
                case TIMES -> left * right;
                case DIVIDED -> left / right;
            };
        }

        private long of(long left, long right) {
            return switch (this) {
                case PLUS -> left + right;
                case MINUS -> left - right;
                case TIMES -> left * right;
                case DIVIDED -> left / right;
            };
        }

        private int of(int left, int right) {
            return switch (this) {
                case PLUS -> left + right;
                case MINUS -> left - right;
                case TIMES -> left * right;
                case DIVIDED -> left / right;
            };
        }
    }

    private SelectorNumbers() { }

    private static boolean isOneOf(Class<? extends Number> type, Number left, Number right) {
        return type.isInstance(left) || type.isInstance(right);
    }
}
