package io.vmalock.conformance.generated;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.ThreadDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for one reader for more than two seconds, beside whatever else goes on: longer
 * than an int of nanoseconds, and than the second after which some waits look again by themselves.
 */
final class LongWaits {
  private static final Duration LONG = Duration.ofMillis(2_300);
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  /** A call in a section of an mm of its own. */
  private static final class Waiter {
    final String call;
    final Rule rule;
    final Vma vma;
    final long stamp;
    final AtomicBoolean returned = new AtomicBoolean();
    final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    final Thread thread;

    Waiter(
        VmaLockStrategy strategy, String call, Rule rule, Mm mm, Vma vma, Callable<Integer> made) {
      this.call = call;
      this.rule = rule;
      this.vma = vma;
      this.stamp = strategy.startRead(mm, vma);
      if (stamp <= 0) {
        throw new RuleBroken(Rule.X4, "startRead of a free VMA said " + stamp);
      }
      thread =
          new Thread(
              () -> {
                mm.writeLock();
                try {
                  made.call();
                } catch (Exception | Error e) {
                  thrown.set(e);
                } finally {
                  returned.set(true);
                  mm.writeUnlock();
                }
              },
              "writer of a long wait");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private final VmaLockStrategy strategy;
  private final List<Waiter> waiters = new ArrayList<>();
  private final long start = System.nanoTime();

  LongWaits(VmaLockStrategy strategy) {
    this.strategy = strategy;
    add("startWrite", Rule.X2, (mm, vmas) -> strategy.startWrite(mm, vmas.get(0)));
    add("startWrite of two", Rule.X2, strategy::startWrite);
    add("detach", Rule.L4, (mm, vmas) -> strategy.detach(mm, vmas.get(0)));
    add("detach of two", Rule.L4, strategy::detach);
    if (strategy.capabilities().contains(Capability.INTERRUPTIBLE_WAIT)) {
      for (long nanos : new long[] {HOUR_NANOS, Long.MAX_VALUE}) {
        add("tryStartWrite", Rule.W5, (mm, vmas) -> tries(mm, vmas.subList(0, 1), nanos));
        if (strategy.capabilities().contains(Capability.EARLY_END_WRITE)) {
          add("tryStartWrite of two", Rule.W5, (mm, vmas) -> tries(mm, vmas, nanos));
        }
      }
    }
  }

  private interface Call {
    void make(Mm mm, List<Vma> vmas) throws Exception;
  }

  private void tries(Mm mm, List<Vma> vmas, long nanos) throws InterruptedException {
    int readers =
        vmas.size() == 1
            ? strategy.tryStartWrite(mm, vmas.get(0), nanos)
            : strategy.tryStartWrite(mm, vmas, nanos);
    if (readers != 0) {
      throw new RuleBroken(Rule.W5, "it gave up, with " + readers);
    }
  }

  private void add(String call, Rule rule, Call made) {
    Mm mm = strategy.newMm();
    List<Vma> vmas =
        List.of(strategy.newVma(0x1000, 0x2000, call), strategy.newVma(0x2000, 0x3000, call));
    mm.writeLock();
    strategy.attach(mm, vmas);
    mm.writeUnlock();
    // Of two, the reader is in the first for one half of the calls.
    Vma vma = vmas.get(call.endsWith("two") ? waiters.size() / 2 % 2 : 0);
    waiters.add(
        new Waiter(
            strategy,
            call,
            rule,
            mm,
            vma,
            () -> {
              made.make(mm, vmas);
              return 0;
            }));
  }

  /** Waits until they have waited for long; then the readers leave, and all go on. */
  void end(Options options) {
    long left = LONG.toNanos() - (System.nanoTime() - start);
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = LONG.toNanos() - (System.nanoTime() - start);
    }
    for (Waiter waiter : waiters) {
      if (waiter.returned.get()) {
        rethrow(waiter);
        throw new RuleBroken(
            waiter.rule,
            waiter.call + " returned within " + LONG.toMillis() + " ms, with a reader inside");
      }
      strategy.endRead(waiter.vma, waiter.stamp);
    }
    for (Waiter waiter : waiters) {
      boolean ended =
          options
              .waitBudget()
              .until(() -> !waiter.thread.isAlive(), () -> Run.isParked(waiter.thread));
      if (!ended) {
        throw RuleBroken.hang(
            Rule.P2,
            waiter.call
                + " that waited for "
                + LONG.toMillis()
                + " ms does not go on, though the last reader has left"
                + ThreadDump.of(List.of(waiter.thread)));
      }
      rethrow(waiter);
    }
  }

  private static void rethrow(Waiter waiter) {
    Throwable thrown = waiter.thrown.get();
    if (thrown != null) {
      throw new RuleBroken(
          thrown instanceof RuleBroken broken ? broken.rule() : waiter.rule,
          waiter.call + ", a long wait: " + thrown.getMessage());
    }
  }
}
