package io.vmalock.bench.replay.execution;

import io.vmalock.space.SpaceStats;
import java.util.List;

/**
 * What one replay came to.
 *
 * @param nanos from the start to the end of the last thread
 * @param idleNanos the part of it in which every thread waited for order: a thread had just made
 *     way for another, which was being woken
 * @param workNanos the sum over the threads of the time that they did not wait for order
 * @param failures what was found and should not have been; the first few
 * @param failed how many of those there were
 * @param counts what the spaces counted, one for each
 */
public record Outcome(
    long nanos,
    long idleNanos,
    long workNanos,
    List<String> failures,
    long failed,
    List<SpaceStats> counts) {}
