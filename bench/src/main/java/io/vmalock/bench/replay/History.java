package io.vmalock.bench.replay;

import java.util.List;

/**
 * A recording in one order.
 *
 * @param threads by index
 * @param spaces by index
 * @param steps all that was done, in order
 */
record History(List<RecordedThread> threads, List<RecordedSpace> spaces, List<Step> steps) {}
