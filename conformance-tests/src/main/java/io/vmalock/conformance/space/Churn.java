package io.vmalock.conformance.space;

import io.vmalock.conformance.check.ThreadDump;
import io.vmalock.conformance.check.WaitBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that each repeat one action for a short time, and often enough for a real test even on a
 * busy machine. The test also requires that they reach this number, and end.
 */
final class Churn {
  private static final long NANOS = 200_000_000;

  private final long least;
  private final Random seeds;
  private final String again;
  private final List<Thread> threads = new ArrayList<>();
  private final List<AtomicLong> steps = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean over;

  /** The least number of steps of each thread. */
  Churn(long least, long seed) {
    this.least = least;
    this.seeds = new Random(seed);
    this.again = "seed " + seed;
  }

  /** Adds a thread. */
  Churn with(String name, Step step) {
    Random random = new Random(seeds.nextLong());
    AtomicLong made = new AtomicLong();
    steps.add(made);
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!over) {
                  step.make(random);
                  made.incrementAndGet();
                }
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
                over = true;
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
    return this;
  }

  /** Runs all threads to their end. */
  void run() {
    long deadline = System.nanoTime() + NANOS;
    threads.forEach(Thread::start);
    WaitBudget waitBudget = WaitBudget.standard();
    boolean enough = waitBudget.until(() -> over || hasDoneEnough());
    while (enough && !over && System.nanoTime() < deadline) {
      waitBudget.until(() -> over || System.nanoTime() >= deadline);
    }
    String late = enough ? "" : ThreadDump.of(threads);
    over = true;
    if (!waitBudget.until(() -> threads.stream().noneMatch(Thread::isAlive)) && late.isEmpty()) {
      late = ThreadDump.of(threads);
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError(thrown + " (" + again + ")", thrown);
    }
    if (!late.isEmpty()) {
      throw new AssertionError("threads do not get on, after " + steps + " steps, " + again + late);
    }
  }

  private boolean hasDoneEnough() {
    return steps.stream().allMatch(made -> made.get() >= least);
  }

  /** The action that a thread repeats. */
  @FunctionalInterface
  interface Step {
    void make(Random random) throws Exception;
  }
}
