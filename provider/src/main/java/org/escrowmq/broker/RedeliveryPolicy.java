package org.escrowmq.broker;

/**
 * When a message comes again that was delivered and given back: a few times at once, then after a delay that grows.
 *
 * <p>At once means in its place, before what was sent after it. A message that waits loses its place, so those behind
 * it overtake it; the first attempts, which most often are all that is needed, keep the order. Immutable.
 *
 * @param atOnce how many redeliveries do not wait
 * @param delayMillis how long the next one waits; 0 for not at all
 * @param multiplier how many times longer each further one waits, at least 1
 * @param maxDelayMillis how long it waits at most
 */
public record RedeliveryPolicy(int atOnce, long delayMillis, double multiplier, long maxDelayMillis) {

    /** Always at once. */
    public static final RedeliveryPolicy AT_ONCE = new RedeliveryPolicy(0, 0, 1, 0);

    /**
     * This one, changed where something is given. Who gives a delay means it: for all redeliveries, and not cut short,
     * unless that is said as well.
     */
    public RedeliveryPolicy with(
            Integer otherAtOnce, Long otherDelay, Double otherMultiplier, Long otherMaxDelay) {
        boolean delayGiven = otherDelay != null;
        long delay = delayGiven ? otherDelay : delayMillis;
        int immediate = delayGiven ? 0 : atOnce;
        long longest = delayGiven ? Math.max(maxDelayMillis, delay) : maxDelayMillis;
        return new RedeliveryPolicy(otherAtOnce == null ? immediate : otherAtOnce, delay,
                otherMultiplier == null ? multiplier : otherMultiplier,
                otherMaxDelay == null ? longest : otherMaxDelay);
    }

    /**
     * How long a message waits that has come back.
     *
     * @param deliveries how often it has been delivered by now
     */
    public long delayAfter(int deliveries) {
        int waited = deliveries - 1 - atOnce;
        if (delayMillis == 0 || waited < 0) {
            return 0;
        }
        // Beyond a long's range the cast gives its maximum.
        return Math.min(maxDelayMillis, (long) (delayMillis * Math.pow(multiplier, waited)));
    }
}
