package io.vmalock.conformance.generated;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
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
import io.vmalock.conformance.check.Thrown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A writer that attaches, writes and detaches many VMAs at once, round after round, while readers
 * come in a burst: they mostly pass, since the VMAs belong to another mm, or are being taken away,
 * for a time or for good. After each burst no thread is left that could make good a lost wake-up.
 */
final class PassersCheck implements Check {
  private static final Duration USUAL = Duration.ofMillis(700);
  private static final Duration DEEP = Duration.ofSeconds(30);
  private static final int LEAST_ROUNDS = 200;
  private static final int[] SIZES = {1, 2, 7, 65};
  private static final int PASSERS = 2;

  /** Reads of one reader in one round. */
  private static final int BURST = 1_500;

  /** One of so many reads begins under the mmap lock. */
  private static final int LOCKED_EACH = 8;

  private static final int MOST_SPINS = 300;
  private static final int QUICK_LOOKS = 500;

  private static final long BETWEEN_LOOKS_NANOS = 2_000_000;
  private static final int LOOKS = 3_000;
  private static final int LOOKS_AT_STUCK = 500;

  /** Looks at a retirement that nobody has told of. */
  private static final int LOOKS_AT_RETIRED = 3;

  @Override
  public String name() {
    return "those who only pass, and bulk forms";
  }

  @Override
  public Layer layer() {
    return Layer.GENERATED;
  }

  @Override
  public List<Rule> rules() {
    return List.of(Rule.P2, Rule.L4, Rule.X1, Rule.X4, Rule.X5, Rule.L6, Rule.W5, Rule.R2);
  }

  @Override
  public Duration expected(Options options) {
    return options.level() == Level.DEEP ? DEEP : USUAL;
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    Rounds rounds = new Rounds(strategy, options.seed(), expected(options).toNanos());
    rounds.start();
    rounds.await(options.waitBudget().scale());
    RuleBroken broken = rounds.broken.get();
    if (broken != null) {
      throw broken;
    }
    return Outcome.nothingFound(rounds.round + " rounds");
  }

  /** The threads and what they share. */
  private static final class Rounds {
    private final VmaLockStrategy strategy;
    private final SplittableRandom random;
    private final long end;
    private final boolean reuses;
    private final Mm one;
    private final Mm two;
    private final List<Thread> threads = new ArrayList<>();
    final AtomicReference<@Nullable RuleBroken> broken = new AtomicReference<>();

    /** The VMAs to read; a new list for each round, so that readers can distinguish rounds. */
    private volatile List<Vma> targets = List.of();

    private volatile boolean over;

    private volatile String doing = "";

    /** The number of readers that have ended their part of the burst. */
    private volatile int idleCount;

    /** Whether some reader has begun its part. */
    private volatile boolean begun;

    volatile int round;

    Rounds(VmaLockStrategy strategy, long seed, long nanos) {
      this.strategy = strategy;
      this.random = new SplittableRandom(seed);
      this.end = System.nanoTime() + nanos;
      this.reuses = strategy.capabilities().contains(Capability.VMA_REUSE);
      // In one of the two, a reader passes wherever another is inside.
      boolean limits = strategy.capabilities().contains(Capability.READER_LIMIT);
      this.one = limits ? strategy.newMm(new Limits(0, 1)) : strategy.newMm();
      this.two = strategy.newMm();
    }

    void start() {
      for (int i = 0; i < PASSERS; i++) {
        SplittableRandom own = random.split();
        threads.add(new Thread(() -> pass(own), "passer " + i));
      }
      threads.add(new Thread(this::write, "writer"));
      threads.forEach(
          thread -> {
            thread.setDaemon(true);
            thread.start();
          });
    }

    // ---- Readers ----

    private void pass(SplittableRandom own) {
      List<Vma> last = List.of(); // which targets is before the first round
      int looks = 0;
      while (!over) {
        List<Vma> now = targets;
        if (now == last) {
          if (looks++ < QUICK_LOOKS) {
            Thread.yield();
          } else {
            LockSupport.parkNanos(20_000);
          }
          continue;
        }
        looks = 0;
        last = now;
        begun = true;
        try {
          for (int i = 0; i < BURST; i++) {
            Vma vma = now.get(own.nextInt(now.size()));
            Mm mm = own.nextBoolean() ? one : two;
            if (own.nextInt(LOCKED_EACH) == 0) {
              readLocked(mm, vma);
              continue;
            }
            long stamp = strategy.startRead(mm, vma);
            if (stamp > 0) {
              strategy.endRead(vma, stamp);
            }
          }
        } catch (InterruptedException e) {
          over = true; // by nobody
        } catch (RuntimeException | AssertionError e) {
          fail(Thrown.by(strategy, e, Rule.M3));
        }
        left();
      }
    }

    /** As a reader that fell back, and that may have an old reference from another mm. */
    private void readLocked(Mm mm, Vma vma) throws InterruptedException {
      if (!mm.tryReadLock(0)) {
        return;
      }
      try {
        long stamp = strategy.startReadLocked(mm, vma);
        if (stamp > 0) {
          strategy.endRead(vma, stamp);
        }
      } finally {
        mm.readUnlock();
      }
    }

    private synchronized void left() {
      idleCount++;
    }

    private synchronized void burst(List<Vma> vmas) {
      idleCount = 0;
      begun = false;
      targets = List.copyOf(vmas);
    }

    private void fail(Rule rule, String seen) {
      fail(new RuleBroken(rule, seen));
    }

    private void fail(RuleBroken found) {
      broken.compareAndSet(null, found);
      over = true;
    }

    // ---- The writer ----

    private void write() {
      try {
        List<Vma> all = made(65);
        while (!over && (round < LEAST_ROUNDS || System.nanoTime() < end)) {
          if (!reuses && round > 0) {
            all = made(65);
          }
          List<Vma> some = all.subList(0, SIZES[random.nextInt(SIZES.length)]);
          Mm home = random.nextBoolean() ? one : two;
          boolean retires = random.nextInt(4) == 0;
          play(home, some, retires);
          if (retires && reuses) {
            all = made(65);
          }
          round++;
        }
      } catch (RuntimeException | AssertionError e) {
        fail(Thrown.by(strategy, e, Rule.L4));
      }
      over = true;
    }

    private List<Vma> made(int count) {
      List<Vma> made = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long start = 0x1000L * (2 * i + 1);
        made.add(strategy.newVma(start, start + 0x1000, i));
      }
      return made;
    }

    private void play(Mm home, List<Vma> vmas, boolean retires) {
      home.writeLock();
      does("attach of " + vmas.size());
      strategy.attach(home, vmas);
      home.writeUnlock();
      burst(vmas);
      does("the burst");
      // Into the midst of it.
      while (!begun && !over) {
        Thread.onSpinWait();
      }
      for (int i = random.nextInt(MOST_SPINS); i > 0; i--) {
        Thread.onSpinWait();
      }
      home.writeLock();
      if (random.nextBoolean()) {
        does("startWrite of " + vmas.size());
        strategy.startWrite(home, vmas);
        if (random.nextBoolean()) {
          home.writeUnlock();
          home.writeLock();
        }
      }
      String away = retires ? "retire of " : "detach of ";
      does(away + vmas.size());
      List<Retirement> retirements = new ArrayList<>();
      if (retires) {
        vmas.forEach(vma -> retirements.add(new Retirement(vma)));
        strategy.retire(home, retirements);
      } else {
        strategy.detach(home, vmas);
      }
      home.writeUnlock();
      does("the end of the burst after " + away + vmas.size());
      while (idleCount < PASSERS && !over) {
        Thread.yield();
      }
      if (retires) {
        retirements.forEach(this::expectDrained);
        home.takeNotices();
        return;
      }
      for (Vma vma : vmas) {
        int readers = strategy.readers(vma);
        if (readers != 0) {
          fail(
              Rule.L4,
              "no thread is inside after a bulk detach of "
                  + vmas.size()
                  + " VMAs that readers passed through, but "
                  + vma
                  + " has "
                  + readers
                  + " readers");
        }
        expect(home, vma, VmaLockStrategy.DETACHED, "after a bulk detach");
      }
      if (reuses) {
        quietly(home, vmas);
      }
    }

    /** No thread is inside that could end it later. */
    private void expectDrained(Retirement retirement) {
      long delay = strategy.noticeDelay().toNanos();
      boolean drained = retirement.isDrained();
      for (int i = 0; !drained && delay > 0 && i < LOOKS_AT_RETIRED; i++) {
        LockSupport.parkNanos(delay);
        drained = strategy.lookAgain(retirement);
      }
      if (!drained) {
        fail(
            Rule.R2,
            "no thread is inside after a bulk retire of VMAs that readers passed through, but of "
                + retirement.vma()
                + " there is no notice, and "
                + strategy.readers(retirement.vma())
                + " readers");
      }
      expectGone(retirement.vma());
    }

    private void expectGone(Vma vma) {
      for (Mm mm : List.of(one, two)) {
        expect(mm, vma, VmaLockStrategy.DETACHED, "after a bulk retire");
      }
    }

    /** Checks that passing readers left nothing behind: the state is that of a new VMA. */
    private void quietly(Mm home, List<Vma> vmas) {
      home.writeLock();
      strategy.attach(home, vmas);
      home.writeUnlock();
      for (Vma vma : vmas) {
        expect(home, vma, 1, "attached again");
      }
      home.writeLock();
      does("startWrite of " + vmas.size() + " with no thread inside");
      strategy.startWrite(home, vmas);
      for (Vma vma : vmas) {
        expect(home, vma, VmaLockStrategy.CONTENDED, "write-held");
      }
      does("detach of " + vmas.size() + " with no thread inside");
      strategy.detach(home, vmas);
      home.writeUnlock();
    }

    private void expect(Mm home, Vma vma, long answer, String when) {
      long said = strategy.startRead(home, vma);
      if (said > 0) {
        strategy.endRead(vma, said);
      }
      if (Math.min(1, said) != answer) {
        Rule rule = answer == 1 ? Rule.X4 : answer == 0 ? Rule.X1 : Rule.L4;
        fail(rule, "startRead of " + vma + " said " + said + ", " + when + ", in round " + round);
      }
    }

    private void does(String what) {
      doing = what;
    }

    // ---- The observer ----

    void await(double patience) {
      int last = -1;
      int looks = 0;
      int stuck = 0;
      Thread writer = threads.get(PASSERS);
      while (writer.isAlive()) {
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        boolean moved = round != last;
        last = round;
        looks = moved ? 0 : looks + 1;
        stuck = !moved && Run.isParked(writer) && idleCount == PASSERS ? stuck + 1 : 0;
        if (looks > Math.max(15, LOOKS * patience)
            || stuck > Math.max(15, LOOKS_AT_STUCK * patience)) {
          fail(
              RuleBroken.hang(
                  Rule.P2,
                  doing
                      + " does not return, though all readers have left"
                      + ThreadDump.of(threads)));
          return;
        }
      }
      over = true;
    }
  }
}
