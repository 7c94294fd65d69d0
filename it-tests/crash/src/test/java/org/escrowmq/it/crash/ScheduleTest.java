package org.escrowmq.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.escrowmq.it.crash.victim.Pressure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private Rules points;

    @BeforeEach
    void readPoints() throws IOException {
        points = Rules.read("points.btm");
    }

    @Test
    void theSameSeedGivesTheSameSchedule() {
        assertThat(kills("--seed", "5")).isEqualTo(kills("--seed", "5")).isNotEqualTo(kills("--seed", "6"));
    }

    @Test
    void everyPointHasItsTurnAndMomentsToo() {
        Set<String> names = new TreeSet<>();
        List<Kill> kills = kills("--seed", "5");
        kills.stream().filter(kill -> kill.point() != null).forEach(kill -> names.add(kill.point()));
        assertThat(names).containsExactlyInAnyOrderElementsOf(points.names());
        assertThat(kills).anyMatch(Kill::fromStart).anyMatch(kill -> kill.point() == null && !kill.fromStart());
    }

    @Test
    void theFirstProcessOnAStoreIsNotKilledWhileItCreatesIt() {
        Schedule schedule = schedule("--seed", "5");
        for (int i = 0; i < 200; i++) {
            assertThat(schedule.next(Pressure.NONE, true, false).fromStart()).isFalse();
        }
    }

    @Test
    void momentsOrPointsCanBeAskedForAlone() {
        assertThat(kills("--points", "random")).allMatch(kill -> kill.point() == null);
        assertThat(kills("--points", "send-after,recovery-commit-after")).extracting(Kill::point)
                .containsOnly("send-after", "recovery-commit-after");
    }

    @Test
    void aPointIsAskedForOnlyOnStoresWhereItIsReached() {
        Schedule schedule = schedule("--seed", "5");
        for (int i = 0; i < 300; i++) {
            Pressure pressure = schedule.nextPressure();
            Kill kill = schedule.next(pressure, false, true);
            if (kill.point() != null && !kill.isInRecovery()) {
                assertThat(Pressure.of(kill.point())).isEqualTo(pressure);
            }
        }
        assertThat(schedule("--points", "page-write-after").nextPressure()).isEqualTo(Pressure.PAGING);
    }

    @Test
    void aRemoteBrokerIsKilledInTurnWithWhoUsesItAndNeverWhileThatStarts() {
        List<Kill> kills = kills("--seed", "5", "--broker", "remote");
        for (int i = 0; i < kills.size(); i++) {
            assertThat(kills.get(i).isOfBroker()).isEqualTo(i % 2 == 1);
        }
        assertThat(kills).filteredOn(Kill::isOfBroker).noneMatch(Kill::fromStart);
    }

    @Test
    void pointsInsideOfTheBrokerAreNotThereIfItIsAnotherProcess() throws IOException {
        List<String> names = points.outsideOfBroker(Rules.read("remote.btm")).names();
        assertThat(names).contains("prepare-after", "decision-write-before", "send-before", "prepare-ask-after")
                .doesNotContain("prepare-write-before", "flush-forced", "page-write-after");
    }

    @Test
    void unknownPointIsRefusedWithTheNamesThatThereAre() {
        assertThatIllegalArgumentException().isThrownBy(() -> schedule("--points", "elsewhere"))
                .withMessageContaining("elsewhere").withMessageContaining("decision-write-before");
    }

    private List<Kill> kills(String... arguments) {
        Schedule schedule = schedule(arguments);
        List<Kill> kills = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            kills.add(schedule.next(schedule.nextPressure(), false, true));
        }
        return kills;
    }

    private Schedule schedule(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--work", "unused"));
        return new Schedule(Options.parse(all.toArray(new String[0])), points);
    }
}
