package org.escrowmq.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kinds a request may name, and which deliveries fail. */
class OrderKindTest {

    @ParameterizedTest
    @EnumSource
    void everyKindIsFoundByTheNameThatIsListed(OrderKind kind) {
        assertThat(OrderKind.names()).contains(kind.parameter());
        assertThat(OrderKind.named(kind.parameter())).contains(kind);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "NORMAL", " normal", "other"})
    void anythingElseIsNoKind(String name) {
        assertThat(OrderKind.named(name)).isEmpty();
    }

    @Test
    void aFlakyOrderFailsTwiceAndNoOtherOrderFails() {
        assertThat(OrderKind.FLAKY.failsOn(1)).isTrue();
        assertThat(OrderKind.FLAKY.failsOn(2)).isTrue();
        assertThat(OrderKind.FLAKY.failsOn(3)).isFalse();
        assertThat(OrderKind.NORMAL.failsOn(1)).isFalse();
    }
}
