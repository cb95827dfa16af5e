package io.vmalock.bench.replay.recording;

/** Something that strace told on a line of its own. */
public sealed interface Traced permits Call, Traced.Ended, Traced.Superseded {
  /** The line, counted from 1. */
  int line();

  /** A thread is no more. */
  record Ended(int line, int tid, long time) implements Traced {}

  /** A thread that is not its process's first called execve, and took the first one's id. */
  record Superseded(int line, int leader, int successor, long time) implements Traced {}
}
