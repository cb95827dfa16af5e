package io.vmalock.bench.replay.recording;

/**
 * A recorded page fault.
 *
 * @param line the line that shows it
 * @param pid the process
 * @param tid the thread
 * @param thread the thread's name at that time
 * @param time the time, in nanoseconds
 * @param address the touched address
 */
public record Fault(int line, int pid, int tid, String thread, long time, long address) {}
