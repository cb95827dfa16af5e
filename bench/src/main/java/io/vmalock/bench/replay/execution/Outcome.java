package io.vmalock.bench.replay.execution;

import io.vmalock.space.SpaceStats;
import java.util.List;

/**
 * The result of one replay.
 *
 * @param nanos the time from the start to the end of the last thread
 * @param idleNanos the part of it in which every thread waited for order: a thread had just reached
 *     the point that another waited for, and the other was being woken
 * @param workNanos the sum over the threads of the time in which they did not wait for order
 * @param failures the oracle's findings; the first few
 * @param failed the number of findings
 * @param counts the counters of each space
 */
public record Outcome(
    long nanos,
    long idleNanos,
    long workNanos,
    List<String> failures,
    long failed,
    List<SpaceStats> counts) {}
