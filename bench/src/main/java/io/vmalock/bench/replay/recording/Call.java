package io.vmalock.bench.replay.recording;

/**
 * A recorded call.
 *
 * @param line the line that tells of it first
 * @param tid the thread that called
 */
public record Call(int line, int tid, String name, Operation operation) {}
