package org.escrowmq.message;

import java.io.ObjectInputFilter;
import java.util.List;

/**
 * Says which classes an ObjectMessage may bring along: none but a few of the JDK's that only hold values, and what the
 * user adds. Deserializing runs code of the classes that the sender has chosen, so whatever is not known is refused.
 *
 * <p>Always allowed, and arrays of them:
 * <ul>
 * <li>String, StringBuffer, StringBuilder and the wrappers of the primitive types; the primitive types themselves;
 * <li>{@code java.math} and {@code java.time};
 * <li>of {@code java.util}: Date, UUID, Locale, Currency, BitSet, Properties, and the collections: ArrayList,
 * LinkedList, ArrayDeque, Vector, Stack, HashMap, LinkedHashMap, TreeMap, Hashtable, EnumMap, HashSet, LinkedHashSet,
 * TreeSet, EnumSet, those of {@code Arrays.asList}, {@code List.of} and its like, and of {@code Collections}.
 * </ul>
 * Beyond {@value #LIMITS} an object is refused, whatever its classes.
 *
 * <p>The user adds patterns in the syntax of {@link java.io.ObjectInputFilter.Config#createFilter} (JEP 290), which go
 * first: {@code com.acme.Order;com.acme.model.*;!com.acme.model.Internal;maxdepth=50}. Filters are immutable.
 */
public final class ObjectFilters {

    /** The property in which users give their patterns. */
    public static final String PROPERTY = "objectMessageClasses";

    /** What no object may exceed, unless the user's patterns say otherwise. */
    public static final String LIMITS = "maxdepth=20;maxrefs=1000000;maxarray=10000000";

    /** Beside the classes of the Javadoc, those that they are made of or serialize themselves with. */
    private static final List<String> VALUE_CLASSES = List.of(
            "java.lang.Object", "java.lang.Number", "java.lang.Enum",
            "java.lang.Boolean", "java.lang.Character", "java.lang.Byte", "java.lang.Short", "java.lang.Integer",
            "java.lang.Long", "java.lang.Float", "java.lang.Double",
            "java.lang.String", "java.lang.String$CaseInsensitiveComparator",
            "java.lang.StringBuffer", "java.lang.StringBuilder",
            "java.math.*", "java.time.*",
            "java.util.Date", "java.util.UUID", "java.util.Locale", "java.util.Currency", "java.util.BitSet",
            "java.util.Properties",
            "java.util.ArrayList", "java.util.LinkedList", "java.util.ArrayDeque", "java.util.Vector",
            "java.util.Stack", "java.util.HashMap", "java.util.LinkedHashMap", "java.util.TreeMap",
            "java.util.Hashtable", "java.util.EnumMap", "java.util.HashSet", "java.util.LinkedHashSet",
            "java.util.TreeSet", "java.util.EnumSet$SerializationProxy", "java.util.RegularEnumSet",
            "java.util.JumboEnumSet", "java.util.Map$Entry", "java.util.AbstractMap$Simple*", "java.util.CollSer",
            "java.util.ImmutableCollections$*", "java.util.Arrays$ArrayList", "java.util.Collections$*");

    private static final ObjectInputFilter STANDARD = allowing("");

    private ObjectFilters() { }

    /** Allows what is always allowed. */
    public static ObjectInputFilter standard() {
        return STANDARD;
    }

    /**
     * Allows what is always allowed and what matches the user's patterns.
     *
     * @param patterns patterns and limits, separated by semicolons; null or blank for none
     * @throws IllegalArgumentException if they cannot be understood; says which one
     */
    public static ObjectInputFilter allowing(String patterns) {
        StringBuilder all = new StringBuilder(LIMITS).append(';');
        if (patterns != null) {
            for (String pattern : patterns.split(";")) {
                all.append(checked(pattern.strip())).append(';');
            }
        }
        return ObjectInputFilter.Config.createFilter(all + String.join(";", VALUE_CLASSES) + ";!*");
    }

    private static String checked(String pattern) {
        if (pattern.chars().anyMatch(c -> Character.isWhitespace(c) || c == ',')) {
            throw invalid(pattern, "separate patterns by semicolons", null);
        }
        try {
            ObjectInputFilter.Config.createFilter(pattern);
            return pattern;
        } catch (IllegalArgumentException e) {
            throw invalid(pattern, e.getMessage(), e);
        }
    }

    private static IllegalArgumentException invalid(String pattern, String reason, Throwable cause) {
        return new IllegalArgumentException(PROPERTY + " has the pattern \"" + pattern + "\", which is not valid: "
                + reason + "; allowed are names of classes, package.* , package.** , each with ! before it to refuse, "
                + "and maxdepth=, maxrefs=, maxbytes=, maxarray= with a number", cause);
    }
}
