package io.vmalock.bench.replay.reconstruction;

import org.jspecify.annotations.Nullable;

/** A thread of the recorded program, while the recording is gone through. */
public final class RecordedThread {
  public final int index;
  public int tid;
  public final int pid;
  public String name;
  @Nullable RecordedSpace space;

  /** The call it is in, or null. */
  @Nullable PendingCall pending;

  public RecordedThread(int index, int tid, int pid, String name) {
    this.index = index;
    this.tid = tid;
    this.pid = pid;
    this.name = name;
  }

  /** Such as {@code GC Thread#0 831}. */
  @Override
  public String toString() {
    return name + " " + tid;
  }
}
