package io.vmalock.bench.scale.machine;

/**
 * How much is simulated, of all cores together.
 *
 * @param warmUp how many operations come first
 * @param warmUpNanos how much simulated time comes after these, before anything is counted
 * @param reads how many operations of readers are counted at least, if there are readers
 * @param sections how many operations of writers are counted at least, if there are writers
 * @param mostNanos the most simulated time, however few operations that is
 * @param seed what the cores' beginnings and random numbers come from
 */
public record Extent(
    long warmUp, double warmUpNanos, long reads, long sections, double mostNanos, long seed) {}
