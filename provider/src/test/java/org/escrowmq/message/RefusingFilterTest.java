package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusingFilterTest {

    private record Info(Class<?> serialClass, long arrayLength, long depth) implements ObjectInputFilter.FilterInfo {

        @Override
        public long references() {
            return 7;
        }

        @Override
        public long streamBytes() {
            return 8;
        }
    }

    @Test
    void whatTheFilterOfTheJvmRefusesStaysRefused() {
        RefusingFilter filter = new RefusingFilter(info -> Status.ALLOWED, info -> Status.REJECTED);
        assertThat(filter.checkInput(new Info(Thread.class, -1, 1))).isEqualTo(Status.REJECTED);
        assertThat(filter.refusal()).contains("jdk.serialFilter", "java.lang.Thread")
                .doesNotContain(ObjectFilters.PROPERTY);
    }

    @ParameterizedTest
    @EnumSource(value = Status.class, names = {"ALLOWED", "UNDECIDED"})
    void theFilterOfTheJvmAllowsNothingThatOursDoesNot(Status wholeJvm) {
        RefusingFilter filter = new RefusingFilter(info -> Status.UNDECIDED, info -> wholeJvm);
        assertThat(filter.checkInput(new Info(Thread.class, -1, 1))).isEqualTo(Status.REJECTED);
        assertThat(new RefusingFilter(info -> Status.ALLOWED, info -> wholeJvm)
                .checkInput(new Info(Thread.class, -1, 1))).isEqualTo(Status.ALLOWED);
    }

    @Test
    void theFirstRefusalIsTheOneToTell() {
        RefusingFilter filter = new RefusingFilter(info -> Status.UNDECIDED, null);
        filter.checkInput(new Info(Thread.class, -1, 1));
        filter.checkInput(new Info(Runtime.class, -1, 1));
        assertThat(filter.refusal()).contains("java.lang.Thread").doesNotContain("Runtime");
    }

    @Test
    void primitiveTypesAndTheirArraysNeedNotBeDecided() {
        RefusingFilter filter = new RefusingFilter(info -> Status.UNDECIDED, null);
        for (Class<?> type : new Class<?>[] {null, int.class, int[].class, byte[][].class}) {
            assertThat(filter.checkInput(new Info(type, 1, 1))).as("%s", type).isEqualTo(Status.ALLOWED);
        }
        assertThat(filter.checkInput(new Info(Thread[].class, 1, 1))).isEqualTo(Status.REJECTED);
        assertThat(filter.refusal()).contains("class java.lang.Thread is not allowed");
    }

    @Test
    void aLimitIsToldFromAClass() {
        RefusingFilter filter = new RefusingFilter(
                info -> info.depth() > 2 ? Status.REJECTED : Status.ALLOWED, null);
        assertThat(filter.checkInput(new Info(String.class, 9, 3))).isEqualTo(Status.REJECTED);
        assertThat(filter.refusal()).contains("depth 3", "object 7", "byte 8", "array of 9");
        RefusingFilter nothingKnown = new RefusingFilter(info -> Status.REJECTED, null);
        assertThat(nothingKnown.checkInput(new Info(null, -1, 3))).isEqualTo(Status.REJECTED);
        assertThat(nothingKnown.refusal()).contains("depth 3");
    }
}
