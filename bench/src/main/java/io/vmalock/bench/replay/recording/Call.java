package io.vmalock.bench.replay.recording;

/**
 * A recorded call.
 *
 * @param line the line that tells of it first
 * @param endLine the line with its result: another one only where strace had to split it; 0 if it
 *     never returned
 * @param tid the thread that called
 * @param begin when strace saw it begin, in nanoseconds; it took effect after that
 * @param end when strace saw its result; for a call on one line, which has no time of its own for
 *     that, the same as {@code begin}
 * @param name of the call
 */
public record Call(
    int line, int endLine, int tid, long begin, long end, String name, Operation operation)
    implements Traced {}
