package io.vmalock.bench.replay.reconstruction;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recorded threads that are alive, by the id that each has now. */
final class LiveThreads {
  private static final int NEAR = 256;

  private final Map<Integer, RecordedThread> all = new HashMap<>();

  /** A cache of requested threads by the last bits of their ids, to find them without boxing. */
  private final @Nullable RecordedThread[] near = new RecordedThread[NEAR];

  int size() {
    return all.size();
  }

  boolean contains(int tid) {
    return get(tid) != null;
  }

  /** Returns the thread that has the id, or null. */
  @Nullable RecordedThread get(int tid) {
    RecordedThread thread = near[tid & NEAR - 1];
    if (thread == null || thread.tid != tid) {
      thread = all.get(tid);
      near[tid & NEAR - 1] = thread;
    }
    return thread;
  }

  /** Adds a thread under its id. */
  void add(RecordedThread thread) {
    all.put(thread.tid, thread);
    near[thread.tid & NEAR - 1] = thread;
  }

  /** Removes and returns the thread that has the id; null if there is none. */
  @Nullable RecordedThread remove(int tid) {
    near[tid & NEAR - 1] = null;
    return all.remove(tid);
  }

  /** Returns any of them; there must be one. */
  RecordedThread any() {
    return all.values().iterator().next();
  }
}
