package org.escrowmq.it.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.escrowmq.it.crash.victim.Pressure;

/** Decides from the seed how long a store lives and where each process is killed. For use by one thread. */
final class Schedule {

    private static final int LONGEST_WORK_MILLIS = 1_500;
    private static final int SHORTEST_WORK_MILLIS = 20;
    private static final int LONGEST_START_MILLIS = 4_000;
    private static final int SHORTEST_START_MILLIS = 300;
    private static final int LATEST_HIT = 40;
    /** Files are made, read and deleted less often than branches. */
    private static final int RARER = 8;
    private static final int YOUNG = 5;
    private static final int GROWN = 12;
    private static final int OLD = 60;
    private static final int OLD_STORES = 8;

    private final Random random;
    private final Map<Pressure, List<String>> working = new EnumMap<>(Pressure.class);
    private final Map<Pressure, Integer> next = new EnumMap<>(Pressure.class);
    private final List<Pressure> pressures;
    private final List<String> recovering;
    private final boolean moments;
    private final boolean remote;
    private boolean brokerIsNext;

    Schedule(Options options, Rules points) {
        this.random = new Random(options.seed());
        List<String> names = options.namedPoints();
        names.forEach(points::rule);
        this.moments = names.isEmpty();
        List<String> all = Options.RANDOM.equals(options.points()) ? List.of() : points.names();
        this.recovering = all.stream().filter(name -> name.startsWith(Kill.RECOVERY)).toList();
        List<String> atWork = new ArrayList<>(names.isEmpty() ? all : names);
        if (moments) {
            atWork.removeAll(recovering);
            Collections.shuffle(atWork, random);
        }
        atWork.forEach(name -> working.computeIfAbsent(Pressure.of(name), unused -> new ArrayList<>()).add(name));
        this.remote = options.remote();
        // The others are about what happens inside of the embedded broker.
        this.pressures = remote ? List.of(Pressure.NONE)
                : moments ? List.of(Pressure.values()) : List.copyOf(working.keySet());
    }

    /** What the next store is to wear out. */
    Pressure nextPressure() {
        return pressures.get(random.nextInt(pressures.size()));
    }

    /** How often the next store is killed: most stores are young, some grow old. */
    int nextLife() {
        return random.nextInt(OLD_STORES) == 0 ? OLD : random.nextInt(YOUNG, GROWN);
    }

    /** A seed for the load of the next process. */
    long nextLoad() {
        return random.nextLong();
    }

    /**
     * Where to kill the next process.
     *
     * @param pressure what its stores wear out, which decides what points can be reached
     * @param isFirst whether it is the first on its stores, which have to be created completely
     * @param mayRecover whether the one before may have left branches in doubt
     */
    Kill next(Pressure pressure, boolean isFirst, boolean mayRecover) {
        Kill kill = nextPlace(pressure, isFirst, mayRecover);
        if (!remote) {
            return kill;
        }
        Kill.Sequel sequel = new Kill.Sequel(random.nextBoolean(),
                random.nextInt(SHORTEST_WORK_MILLIS, LONGEST_WORK_MILLIS), random.nextBoolean());
        brokerIsNext = !brokerIsNext;
        return brokerIsNext ? kill : kill.ofBroker(sequel);
    }

    private Kill nextPlace(Pressure pressure, boolean isFirst, boolean mayRecover) {
        // Drawn in any case, so that the draws that follow do not depend on what happened.
        boolean inRecovery = random.nextInt(3) == 0;
        String recovery = recovering.isEmpty() ? null : recovering.get(random.nextInt(recovering.size()));
        int hit = random.nextInt(1, LATEST_HIT);
        int work = random.nextInt(SHORTEST_WORK_MILLIS, LONGEST_WORK_MILLIS);
        int start = random.nextInt(SHORTEST_START_MILLIS, LONGEST_START_MILLIS);
        boolean atStart = random.nextInt(5) == 0;
        List<String> points = working.getOrDefault(pressure, List.of());
        boolean atMoment = points.isEmpty() || moments && random.nextInt(3) == 0;
        if (mayRecover && inRecovery && moments && recovery != null) {
            return Kill.at(recovery, 1);
        }
        if (atMoment) {
            return atStart && !isFirst ? Kill.after(start, true) : Kill.after(work, false);
        }
        int turn = next.merge(pressure, 1, Integer::sum);
        return Kill.at(points.get(turn % points.size()), Pressure.NONE == pressure ? hit : 1 + hit / RARER);
    }
}
