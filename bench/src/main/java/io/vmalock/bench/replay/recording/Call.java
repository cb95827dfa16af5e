package io.vmalock.bench.replay.recording;

/**
 * A recorded call.
 *
 * @param line the first line that shows it
 * @param tid the calling thread
 */
public record Call(int line, int tid, String name, Operation operation) {}
