package org.escrowmq.it.bench.scenario;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.escrowmq.it.bench.flush.FlushCounter;

/**
 * What the operating system counts, at one moment. Immutable.
 *
 * @param nanos the moment
 * @param cpuNanos what this process and those that it has started have computed
 * @param flushes how often these processes asked for a flush
 * @param deviceFlushes how often the device of the directory was told to flush, -1 if the kernel does not say
 */
record Counters(long nanos, long cpuNanos, long flushes, long deviceFlushes) {

    /** The system property with a directory on the device. */
    static final String DIRECTORY = "escrow.bench.directory";

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Path DEVICE = device();
    /** Documentation/block/stat.rst: reads, writes, discards, then flushes. */
    private static final int FLUSH_REQUESTS = 15;

    static Counters now() {
        return new Counters(System.nanoTime(), cpu(), FlushCounter.count(), deviceCount());
    }

    private static long cpu() {
        return SYSTEM.getProcessCpuTime() + ProcessHandle.current().descendants()
                .mapToLong(one -> one.info().totalCpuDuration().orElse(Duration.ZERO).toNanos()).sum();
    }

    /** Flushes are counted for whole disks, not for partitions. */
    private static Path device() {
        try {
            long device = ((Number) Files.getAttribute(
                    Path.of(System.getProperty(DIRECTORY, ".")), "unix:dev")).longValue();
            long major = device >> 8 & 0xfff;
            long minor = device & 0xff | device >> 12 & 0xfff00;
            Path found = Path.of("/sys/dev/block/" + major + ":" + minor).toRealPath();
            return Files.exists(found.resolve("partition")) ? found.getParent() : found;
        } catch (IOException | UnsupportedOperationException e) {
            // An overlay or a network: there is no device that the kernel would count for.
            return null;
        }
    }

    private static long deviceCount() {
        if (DEVICE == null) {
            return -1;
        }
        try {
            String[] fields = Files.readString(DEVICE.resolve("stat")).trim().split("\\s+");
            return fields.length > FLUSH_REQUESTS ? Long.parseLong(fields[FLUSH_REQUESTS]) : -1;
        } catch (IOException e) {
            // The device does not tell.
            return -1;
        }
    }

    /** What was counted since then. */
    Measured since(Counters start, int concurrency, org.HdrHistogram.Histogram latencies) {
        return new Measured(latencies.getTotalCount(), nanos - start.nanos, cpuNanos - start.cpuNanos,
                flushes - start.flushes, deviceFlushes < 0 ? -1 : deviceFlushes - start.deviceFlushes, concurrency,
                latencies);
    }
}
