package io.vmalock.bench.replay.reconstruction;

import org.jspecify.annotations.Nullable;

/** A thread of the recorded program, while the recording is gone through. */
final class RecordedThread {
  final int index;
  int tid;
  final int pid;
  String name;
  @Nullable RecordedSpace space;

  /** Its descriptors, which it may share with other threads. */
  Descriptors files;

  /** The call it is in, or null. */
  @Nullable PendingCall pending;

  /** The process of the thread that made it; 0 if none is recorded. */
  int maker;

  /** Whether it is a thread of its maker's process. */
  boolean isThread;

  /** Whether anything was recorded of it since it was made. */
  boolean heard;

  /** The line of its last event. */
  int lastLine;

  RecordedThread(int index, int tid, int pid, String name, Descriptors files) {
    this.index = index;
    this.tid = tid;
    this.pid = pid;
    this.name = name;
    this.files = files;
  }

  /** Such as {@code GC Thread#0 831}. */
  @Override
  public String toString() {
    return name + " " + tid;
  }
}
