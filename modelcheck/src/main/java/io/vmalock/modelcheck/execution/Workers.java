package io.vmalock.modelcheck.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The platform threads of one session, reused from execution to execution. */
public final class Workers implements AutoCloseable {
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final List<Worker> all = new ArrayList<>();

  /** Returns a worker that runs nothing. Only the thread with the baton may call this. */
  Worker take() {
    Worker worker = idle.poll();
    if (worker == null) {
      worker = new Worker("checker-" + all.size());
      all.add(worker);
      worker.start();
    }
    return worker;
  }

  void giveBack(Worker worker) {
    idle.push(worker);
  }

  @Override
  public void close() {
    all.forEach(Worker::retire);
  }
}
