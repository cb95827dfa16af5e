package io.vmalock.bench.replay.recording;

/**
 * A recorded page fault.
 *
 * @param line the line that tells of it
 * @param pid the process
 * @param tid the thread
 * @param thread the thread's name at that time
 * @param time in nanoseconds
 * @param address that was touched
 */
public record Fault(int line, int pid, int tid, String thread, long time, long address) {}
