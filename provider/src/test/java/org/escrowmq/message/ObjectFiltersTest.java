package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.io.File;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectFiltersTest {

    enum Color { RED }

    record Point(int x, int y) implements Serializable { }

    static Stream<Arguments> values() {
        return Stream.of("text", true, 'c', (byte) 1, (short) 1, 1, 1L, 1f, 1.0,
                BigDecimal.TEN, BigInteger.TWO.pow(200), RoundingMode.UP, MathContext.DECIMAL64,
                Instant.EPOCH, LocalDate.EPOCH, LocalDateTime.MAX, Duration.ofDays(1), Period.ofDays(1), Year.of(2000),
                ZonedDateTime.of(LocalDateTime.MIN, ZoneId.of("Europe/Berlin")), OffsetDateTime.MAX, DayOfWeek.MONDAY,
                new Date(1), new UUID(1, 2), Locale.GERMANY, Currency.getInstance("EUR"),
                BitSet.valueOf(new long[] {5}),
                new byte[] {1}, new int[][] {{1}, {2, 3}}, new String[] {"a", null}, new Object[] {"a", 1},
                new Integer[][] {{1}}, new Date[] {new Date(2)})
                .map(ObjectFiltersTest::argument);
    }

    static Stream<Arguments> collections() {
        List<String> list = List.of("a", "b");
        Map<String, Integer> map = Map.of("a", 1, "b", 2);
        Properties properties = new Properties();
        properties.setProperty("a", "b");
        return Stream.of(list, Set.of("a", "b", "c"), map, List.of(), Map.of(), Arrays.asList("a", "b"),
                new ArrayList<>(list), new LinkedList<>(list), new Vector<>(list),
                new HashMap<>(map), new LinkedHashMap<>(map), new TreeMap<>(map), new Hashtable<>(map), properties,
                new HashSet<>(list), new LinkedHashSet<>(list), new TreeSet<>(list),
                Collections.emptyList(), Collections.singletonList("a"), Collections.singletonMap("a", 1),
                Collections.unmodifiableList(new ArrayList<>(list)), Collections.unmodifiableMap(new HashMap<>(map)),
                Collections.unmodifiableSet(new HashSet<>(list)), Collections.synchronizedList(new ArrayList<>(list)),
                new AbstractMap.SimpleEntry<>("a", 1), new AbstractMap.SimpleImmutableEntry<>("a", 1),
                EnumSet.of(DayOfWeek.MONDAY), new EnumMap<>(Map.of(DayOfWeek.MONDAY, "m")))
                .map(ObjectFiltersTest::argument);
    }

    /** One argument, also if it is an array. */
    private static Arguments argument(Object value) {
        return Arguments.of(value);
    }

    @ParameterizedTest
    @MethodSource({"values", "collections"})
    void valuesAndCollectionsOfTheJdkAreAllowed(Object value) throws JMSException {
        assertThat(read(value, ObjectFilters.standard())).isEqualTo(value);
    }

    @Test
    void valuesWithoutEqualsAreAllowed() throws JMSException {
        assertThat(read(new StringBuffer("a"), ObjectFilters.standard())).hasToString("a");
        assertThat(read(new StringBuilder("a"), ObjectFilters.standard())).hasToString("a");
        assertThat(read(new ArrayDeque<>(List.of("a")), ObjectFilters.standard())).hasToString("[a]");
        TreeSet<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sorted.add("a");
        assertThat((Set<?>) read(sorted, ObjectFilters.standard())).hasSize(1);
        assertThat(((TreeSet<?>) read(new TreeSet<String>(Comparator.reverseOrder()), ObjectFilters.standard()))
                .comparator()).isEqualTo(Comparator.reverseOrder());
    }

    static Stream<Arguments> others() {
        return Stream.of(new Point(1, 2), Color.RED, new Point[0], EnumSet.noneOf(Color.class), Color.class,
                new File("x"), URI.create("a:b"), new RuntimeException(), new ArrayList<>(List.of(new Point(1, 2))),
                new HashMap<>(Map.of("a", new Point(1, 2))), (Comparator<String> & Serializable) String::compareTo)
                .map(ObjectFiltersTest::argument);
    }

    @ParameterizedTest
    @MethodSource("others")
    void everythingElseIsRefused(Object value) {
        assertThatThrownBy(() -> read(value, ObjectFilters.standard())).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("is not allowed").hasMessageContaining(ObjectFilters.PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "org.escrowmq.message.ObjectFiltersTest$Point", "org.escrowmq.message.*", "org.escrowmq.**",
        "org.escrowmq.message.ObjectFiltersTest$*", "*", " com.acme.* ;\n org.escrowmq.message.* ;",
        "!com.acme.*;org.escrowmq.**"})
    void theUsersPatternsAllowMore(String patterns) throws JMSException {
        ObjectInputFilter filter = ObjectFilters.allowing(patterns);
        assertThat(read(new Point(1, 2), filter)).isEqualTo(new Point(1, 2));
        assertThat(read(new Point[] {new Point(1, 2)}, filter)).isEqualTo(new Point[] {new Point(1, 2)});
        assertThat(read(new ArrayList<>(List.of(new Point(1, 2))), filter)).isEqualTo(List.of(new Point(1, 2)));
    }

    @Test
    void anAllowedEnumIsAllowedInItsCollections() throws JMSException {
        ObjectInputFilter filter = ObjectFilters.allowing("org.escrowmq.message.ObjectFiltersTest$Color");
        assertThat(read(Color.RED, filter)).isSameAs(Color.RED);
        assertThat(read(EnumSet.of(Color.RED), filter)).isEqualTo(EnumSet.of(Color.RED));
        assertThat(read(new EnumMap<>(Map.of(Color.RED, 1)), filter)).isEqualTo(Map.of(Color.RED, 1));
    }

    @Test
    void theUsersPatternsGoFirst() {
        ObjectInputFilter filter = ObjectFilters.allowing("!org.escrowmq.**;org.escrowmq.message.*;!java.util.Date");
        assertThatThrownBy(() -> read(new Point(1, 2), filter)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> read(new Date(), filter)).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("java.util.Date");
    }

    @Test
    void theUsersLimitsReplaceOurs() throws JMSException {
        Object deep = "x";
        for (int i = 0; i < 40; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        Object nested = deep;
        assertThatThrownBy(() -> read(nested, ObjectFilters.standard())).isInstanceOf(MessageFormatException.class);
        assertThat(read(nested, ObjectFilters.allowing("maxdepth=50"))).isEqualTo(nested);
        assertThatThrownBy(() -> read(nested, ObjectFilters.allowing("maxdepth=50;maxbytes=99")))
                .isInstanceOf(MessageFormatException.class).hasMessageContaining("limits");
    }

    @Test
    void nestedSetsThatWouldTakeForEverToHashAreRefused() {
        Set<Object> root = new HashSet<>();
        Set<Object> left = root;
        Set<Object> right = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Set<Object> nextLeft = new HashSet<>();
            Set<Object> nextRight = new HashSet<>();
            nextLeft.add("x");
            left.add(nextLeft);
            left.add(nextRight);
            right.add(nextLeft);
            right.add(nextRight);
            left = nextLeft;
            right = nextRight;
        }
        assertThatThrownBy(() -> read(root, ObjectFilters.standard())).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("limits");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", ";", " ; ;"})
    void withoutPatternsItIsTheStandard(String patterns) throws JMSException {
        ObjectInputFilter filter = ObjectFilters.allowing(patterns);
        assertThat(read("text", filter)).isEqualTo("text");
        assertThatThrownBy(() -> read(new Point(1, 2), filter)).isInstanceOf(MessageFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "com.acme.Order,com.acme.Item", "com.acme.Order com.acme.Item", "maxdepth=deep", "depth=5", "!", "maxrefs=-1",
        "com.acme.*;maxarray="})
    void aPatternThatCannotBeUnderstoodIsRefusedAndNamed(String patterns) {
        String invalid = patterns.substring(patterns.indexOf(';') + 1);
        assertThatThrownBy(() -> ObjectFilters.allowing(patterns)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("objectMessageClasses").hasMessageContaining('"' + invalid + '"')
                .hasMessageContaining("allowed are");
    }

    private static Object read(Object value, ObjectInputFilter filter) throws JMSException {
        EscrowObjectMessage message = (EscrowObjectMessage) Samples.received(
                MessageKind.OBJECT, Samples.serialized(value));
        message.delivered(1, null, filter);
        return message.getObject();
    }
}
