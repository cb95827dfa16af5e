package io.vmalock.bench.replay.reconstruction;

import java.util.List;

/**
 * A recording in one order.
 *
 * @param threads by index
 * @param spaces by index
 * @param steps all that was done, in order
 */
public record History(List<RecordedThread> threads, List<RecordedSpace> spaces, List<Step> steps) {}
