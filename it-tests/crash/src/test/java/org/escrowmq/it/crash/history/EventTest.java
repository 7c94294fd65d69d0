package org.escrowmq.it.crash.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTest {

    private static final MessageId MESSAGE = new MessageId("p1", 7_000_001, Destinations.SHARED);

    @Test
    void everyEventIsReadAsItWasWritten() {
        for (Event event : List.of(new Event.Begun("7.p1.1", "p1", true), new Event.Sent("7.p1.1", MESSAGE),
                new Event.Received("7.c.2", MESSAGE, true, 3, false), new Event.Ended("7.c.2", Outcome.TIMED_OUT))) {
            assertThat(Event.parse(event.line().split(" "))).isEqualTo(event);
        }
        assertThat(Event.parse("something", "else")).isNull();
    }

    @Test
    void aTransactionThatNeverEndedIsUnknown() {
        History history = new History();
        history.nextCycle();
        history.accept(new Event.Begun("1.p.1", "p", true));
        history.accept(new Event.Begun("1.p.2", "p", true));
        history.accept(new Event.Ended("1.p.2", Outcome.COMMITTED));
        assertThat(history.outcomes()).isEqualTo(Map.of(Outcome.UNKNOWN, 1L, Outcome.COMMITTED, 1L));
        history.nextCycle();
        assertThat(history.outcomes()).as("those of the current process only").isEmpty();
    }

    @Test
    void anEventOfATransactionThatNeverBeganIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new History().accept(new Event.Sent("1.p.1", MESSAGE)))
                .withMessageContaining("1.p.1");
    }
}
