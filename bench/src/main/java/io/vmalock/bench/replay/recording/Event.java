package io.vmalock.bench.replay.recording;

/**
 * An event in strace's output: a call's begin, its result, both at once, or a change to a thread.
 */
public sealed interface Event {
  /** The thread. */
  int tid();

  /** The line that shows it, counted from 1; over all files, if there are several. */
  int line();

  /**
   * Its time, in nanoseconds. For a call on one line, the time at which it began: its result was
   * seen before the next line.
   */
  long time();

  /**
   * A call that strace had to split begins. It took effect between this and its {@link End}.
   *
   * @param call the whole call, its result included
   */
  record Begin(int tid, int line, long time, Call call) implements Event {}

  /** The result of a split call. */
  record End(int tid, int line, long time, Call call) implements Event {}

  /** A call on one line. */
  record Whole(int tid, int line, long time, Call call) implements Event {}

  /** A thread has ended. */
  record Ended(int tid, int line, long time) implements Event {}

  /** A thread other than its process's first called execve, and took over the first one's id. */
  record Superseded(int tid, int line, long time, int successor) implements Event {}

  /**
   * A SIGSEGV that strace saw: a fault that the kernel could not serve.
   *
   * @param mapped whether there was an area (SEGV_ACCERR), and not nothing (SEGV_MAPERR)
   */
  record Refused(int tid, int line, long time, long address, boolean mapped) implements Event {}

  /** strace attached to the threads of a process that was running. */
  record Attached(int tid, int line, long time) implements Event {}
}
