package io.vmalock.bench.scale.machine;

/**
 * The extent of a simulation, for all cores together.
 *
 * @param warmUp the operations that come first
 * @param warmUpNanos the simulated time after these, before counting starts
 * @param reads the least number of counted operations of readers, if there are readers
 * @param sections the least number of counted operations of writers, if there are writers
 * @param mostNanos the most simulated time, however few operations it has
 * @param seed the seed of the cores' beginnings and random numbers
 */
public record Extent(
    long warmUp, double warmUpNanos, long reads, long sections, double mostNanos, long seed) {}
