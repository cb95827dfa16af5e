package io.vmalock.conformance.stress;

import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.ThreadDump;
import io.vmalock.conformance.check.WaitBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads that each repeat one action, until the time is over or a member finds a fault. */
final class Crew {
  private static final long PAUSE_NANOS = 2_000_000;
  private static final ThreadFactory PLATFORM =
      task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
      };

  private final WaitBudget waitBudget;
  private final SplittableRandom seeds;
  private final List<Thread> threads = new ArrayList<>();
  private final List<AtomicLong> rounds = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> wrong = new AtomicReference<>();
  private volatile boolean over;

  Crew(WaitBudget waitBudget, long seed) {
    this.waitBudget = waitBudget;
    this.seeds = new SplittableRandom(seed);
  }

  /** One round of a member. */
  @FunctionalInterface
  interface Deed {
    void run(SplittableRandom random) throws Exception;
  }

  /** Adds a member. */
  Thread add(String name, Deed deed) {
    return add(PLATFORM, name, deed);
  }

  /** Adds a member with a thread of another kind. */
  Thread add(ThreadFactory kind, String name, Deed deed) {
    SplittableRandom random = seeds.split();
    AtomicLong done = new AtomicLong();
    Thread thread =
        kind.newThread(
            () -> {
              try {
                do {
                  deed.run(random);
                  done.incrementAndGet();
                } while (!over);
              } catch (Throwable e) {
                wrong.compareAndSet(null, e);
                over = true;
              }
            });
    thread.setName(name);
    threads.add(thread);
    rounds.add(done);
    return thread;
  }

  /**
   * Lets them work for {@code time}, and on until each has completed a round while the others work:
   * no member is delayed without bound.
   *
   * @return the number of rounds of all members
   * @throws RuleBroken the finding of a member; {@code ifStuck} if one does not end even when the
   *     others do; P3 if it ends only then
   */
  long work(Duration time, Rule ifStuck) throws Exception {
    long deadline = System.nanoTime() + time.toNanos();
    threads.forEach(Thread::start);
    while (!over && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    boolean all = waitBudget.until(() -> over || late().isEmpty(), this::isStuck);
    String starved = all ? "" : starved();
    over = true;
    boolean home = waitBudget.until(this::isHome, this::isStuck);
    String left = "";
    if (!home) {
      List<Thread> alive = threads.stream().filter(Thread::isAlive).toList();
      left = ThreadDump.of(alive);
      // A member that spins for an event that never comes would take its processor from all later
      // checks.
      alive.forEach(Thread::interrupt);
    }
    Throwable found = wrong.get();
    if (found instanceof RuleBroken broken) {
      throw broken;
    }
    if (found instanceof Exception exception) {
      throw exception;
    }
    if (found instanceof Error error) {
      throw error;
    }
    if (!home) {
      throw RuleBroken.hang(
          ifStuck, "threads do not end, although no reader is left to keep them waiting." + left);
    }
    if (!starved.isEmpty()) {
      throw new RuleBroken(Rule.P3, starved);
    }
    return rounds.stream().mapToLong(AtomicLong::get).sum();
  }

  /** The members that have not completed a round. */
  private List<Thread> late() {
    List<Thread> late = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      if (rounds.get(i).get() == 0) {
        late.add(threads.get(i));
      }
    }
    return late;
  }

  private String starved() {
    List<Thread> late = late();
    return late.isEmpty()
        ? ""
        : "while others came round "
            + rounds.stream().mapToLong(AtomicLong::get).sum()
            + " times, these did not once."
            + ThreadDump.of(late);
  }

  private boolean isHome() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Whether every remaining member waits for others, without a time limit. */
  private boolean isStuck() {
    return threads.stream()
        .filter(Thread::isAlive)
        .map(Thread::getState)
        .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.BLOCKED);
  }
}
