package org.escrowmq.it.bench.scenario;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What one round gave. Immutable, but for the histogram, which nobody changes.
 *
 * @param operations how many were completed
 * @param nanos in which time
 * @param cpuNanos what the processes of the contender computed in that time
 * @param flushes how often they asked the operating system to flush; -1 if that cannot be counted
 * @param deviceFlushes how often the device was told to flush, by anybody; -1 if the kernel does not say
 * @param concurrency how many operations can have shared one flush at most
 * @param latencies in nanoseconds
 */
public record Measured(long operations, long nanos, long cpuNanos, long flushes, long deviceFlushes, int concurrency,
        Histogram latencies) {

    /** As JSON, for the pipe between the processes. */
    public JsonObject toJson() {
        ByteBuffer buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(buffer);
        ByteBuffer encoded = ByteBuffer.wrap(buffer.array(), 0, length);
        return Json.createObjectBuilder()
                .add("operations", operations)
                .add("nanos", nanos)
                .add("cpuNanos", cpuNanos)
                .add("flushes", flushes)
                .add("deviceFlushes", deviceFlushes)
                .add("concurrency", concurrency)
                .add("latencies", new String(Base64.getEncoder().encode(encoded).array(),
                        java.nio.charset.StandardCharsets.US_ASCII))
                .build();
    }

    /** Reads what {@link #toJson} wrote. */
    public static Measured of(JsonObject json) {
        try {
            return new Measured(number(json, "operations"), number(json, "nanos"), number(json, "cpuNanos"),
                    number(json, "flushes"), number(json, "deviceFlushes"), json.getInt("concurrency"),
                    Histogram.decodeFromCompressedByteBuffer(
                            ByteBuffer.wrap(Base64.getDecoder().decode(json.getString("latencies"))), 0));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("These latencies cannot be read: " + json, e);
        }
    }

    private static long number(JsonObject json, String name) {
        return json.getJsonNumber(name).longValueExact();
    }

    /** The same of a contender whose calls nobody could count. */
    Measured withoutCalls() {
        return new Measured(operations, nanos, cpuNanos, -1, deviceFlushes, concurrency, latencies);
    }

    /** How many in a second. */
    public double rate() {
        return operations * 1e9 / nanos;
    }
}
