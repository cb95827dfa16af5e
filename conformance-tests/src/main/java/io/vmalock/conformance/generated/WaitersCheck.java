package io.vmalock.conformance.generated;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.ThreadDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Many mms, in each of which a writer waits for a reader: no wake-up goes to the wrong writer. */
final class WaitersCheck implements Check {
  /** More than a table of 8 bits has places. */
  private static final int MMS = 260;

  /**
   * The mms that are made, of which only some wait. They are so far apart, and as far as each power
   * of two, that any two share a place in a larger table too.
   */
  private static final int MADE = 1 << 16;

  /** For a design that polls: no wake-up can go to the wrong writer, and many polls take long. */
  private static final int POLLING_MMS = 70;

  private static final Duration USUAL = Duration.ofMillis(100);

  /** The duration of the holds at the deep level, once all writers wait. */
  private static final Duration LONG = Duration.ofSeconds(2);

  /** One mm with its VMA, the hold to end, and the writer. */
  private static final class Waiter {
    final Mm mm;
    final Vma vma;
    final long stamp;
    final AtomicBoolean returned = new AtomicBoolean();
    final Thread thread;

    Waiter(VmaLockStrategy strategy, int index) {
      mm = strategy.newMm();
      vma = strategy.newVma(0x1000, 0x2000, "of mm " + index);
      mm.writeLock();
      strategy.attach(mm, vma);
      mm.writeUnlock();
      stamp = strategy.startRead(mm, vma);
      boolean detaches = index % 3 == 2;
      thread =
          new Thread(
              () -> {
                mm.writeLock();
                if (detaches) {
                  strategy.detach(mm, vma);
                } else if (index % 3 == 1) {
                  strategy.startWrite(mm, List.of(vma));
                } else {
                  strategy.startWrite(mm, vma);
                }
                returned.set(true);
                mm.writeUnlock();
              },
              "writer of mm " + index);
      thread.setDaemon(true);
    }
  }

  @Override
  public String name() {
    return "many mms wait at once";
  }

  @Override
  public Layer layer() {
    return Layer.GENERATED;
  }

  @Override
  public List<Rule> rules() {
    return List.of(Rule.P2, Rule.X2, Rule.X4);
  }

  @Override
  public Duration expected(Options options) {
    return options.level() == Level.DEEP ? LONG : USUAL;
  }

  private static Set<Integer> places(int mms, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Integer> places = new HashSet<>();
    places.add(0);
    for (int place = 1; place <= MADE; place *= 2) {
      places.add(place);
    }
    while (places.size() < mms) {
      places.add(random.nextInt(MADE));
    }
    return places;
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    List<Waiter> waiters = new ArrayList<>();
    int mms = strategy.longestPoll().isZero() ? MMS : POLLING_MMS;
    Set<Integer> places = places(mms, options.seed());
    for (int i = 0; i <= MADE; i++) {
      if (!places.contains(i)) {
        strategy.newMm(); // counts, where mms are numbered
        continue;
      }
      Waiter waiter = new Waiter(strategy, waiters.size());
      if (waiter.stamp <= 0) {
        throw new RuleBroken(
            Rule.X4, "startRead of a free VMA of mm " + i + " said " + waiter.stamp);
      }
      waiters.add(waiter);
    }
    waiters.forEach(waiter -> waiter.thread.start());
    for (Waiter waiter : waiters) {
      for (int look = 0; look < 100 && !Run.isParked(waiter.thread); look++) {
        LockSupport.parkNanos(100_000);
      }
    }
    if (options.level() == Level.DEEP) {
      LockSupport.parkNanos(LONG.toNanos());
    }
    // The first writers are let go last: others may have overwritten their wake-ups.
    for (int i = mms - 1; i >= 0; i--) {
      Waiter waiter = waiters.get(i);
      if (waiter.returned.get()) {
        throw new RuleBroken(
            Rule.X2, "the call of " + waiter.thread.getName() + " returned, with a reader inside");
      }
      strategy.endRead(waiter.vma, waiter.stamp);
    }
    for (Waiter waiter : waiters) {
      boolean ended =
          options.waitBudget().until(waiter.returned::get, () -> Run.isParked(waiter.thread));
      if (!ended) {
        throw RuleBroken.hang(
            Rule.P2,
            "of "
                + mms
                + " writers that waited, each in its own mm, one does not go on, though the last"
                + " reader has left"
                + ThreadDump.of(List.of(waiter.thread)));
      }
    }
    return Outcome.nothingFound(mms + " writers");
  }
}
