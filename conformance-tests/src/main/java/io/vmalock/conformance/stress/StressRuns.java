package io.vmalock.conformance.stress;

import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.L6;
import static io.vmalock.conformance.check.Rule.P1;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P3;
import static io.vmalock.conformance.check.Rule.R1;
import static io.vmalock.conformance.check.Rule.R2;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.W6;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X5;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.CannotJudge;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/** Every stress run. */
public final class StressRuns {
  private static final int VMAS = 3;
  private static final int MANY = 100;

  private static final List<Check> ALL =
      List.of(
          run("one reader and one writer of one VMA", List.of(X1, X2, P2, P3), StressRuns::pair),
          run(
              "writers among overlapping readers",
              List.of(X1, X2, W6, P2, P3),
              StressRuns::overlap),
          run("VMAs that move between two mms", List.of(L4, L6, X1, P2, P3), StressRuns::churn)
              .with(Capability.VMA_REUSE),
          run("writers that give up", List.of(W5, X1, P2), StressRuns::givingUp)
              .with(Capability.INTERRUPTIBLE_WAIT),
          run("many virtual threads", List.of(X5, P1, X1, P2), StressRuns::virtualThreads),
          run("VMAs that are retired under readers", List.of(R1, R2, X1), StressRuns::retiring));

  private StressRuns() {}

  /** All of them. */
  public static List<Check> all() {
    return ALL;
  }

  private static StressRun run(String name, List<Rule> rules, StressRun.Play play) {
    return new StressRun(name, rules, Set.of(), play);
  }

  // ---- The runs ----

  /** No other thread, so that the two meet as often as they can. */
  private static List<Vma> pair(VmaLockStrategy strategy, Crew crew) {
    Mm mm = strategy.newMm(Limits.DEFAULT);
    List<Vma> vmas = attached(strategy, mm, 1);
    crew.add("reader", random -> read(strategy, mm, vmas.get(0)));
    crew.add(
        "writer",
        random -> {
          mm.writeLock();
          write(strategy, mm, vmas.get(0));
          mm.writeUnlock();
          rest(random.nextInt(60));
        });
    return vmas;
  }

  private static List<Vma> overlap(VmaLockStrategy strategy, Crew crew) {
    Mm mm = strategy.newMm(Limits.DEFAULT);
    List<Vma> vmas = attached(strategy, mm, VMAS);
    boolean early = strategy.capabilities().contains(Capability.EARLY_END_WRITE);
    for (int i = 0; i < 2; i++) {
      crew.add("reader " + i, random -> read(strategy, mm, one(vmas, random)));
    }
    crew.add("nesting reader", random -> readNested(strategy, mm, vmas, random));
    crew.add("reader under the mmap lock", random -> readLocked(strategy, mm, one(vmas, random)));
    for (int i = 0; i < 2; i++) {
      crew.add(
          "writer " + i,
          random -> {
            mm.writeLock();
            if (random.nextInt(4) == 0) {
              strategy.startWrite(mm, vmas);
              vmas.forEach(vma -> ledger(vma).write());
            } else {
              Vma vma = one(vmas, random);
              write(strategy, mm, vma);
              if (early && random.nextBoolean()) {
                strategy.endWrite(mm, vma);
                rest(20);
              }
            }
            mm.writeUnlock();
            rest(random.nextInt(200));
          });
    }
    return vmas;
  }

  private static List<Vma> churn(VmaLockStrategy strategy, Crew crew) {
    List<Mm> mms = List.of(strategy.newMm(Limits.DEFAULT), strategy.newMm(Limits.DEFAULT));
    List<Vma> vmas = new ArrayList<>();
    List<Queue<Vma>> own = List.of(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    Queue<Vma> free = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 2; i++) {
      List<Vma> some = attached(strategy, mms.get(i), 2);
      own.get(i).addAll(some);
      vmas.addAll(some);
    }
    for (int i = 0; i < 2; i++) {
      Mm mm = mms.get(i);
      Queue<Vma> mine = own.get(i);
      crew.add("writer " + i, random -> move(strategy, mm, mine, free, random));
      crew.add(
          "reader " + i, random -> read(strategy, mms.get(random.nextInt(2)), one(vmas, random)));
    }
    return vmas;
  }

  /** Gives up one VMA, and takes one that the other mm may have given up. */
  private static void move(
      VmaLockStrategy strategy, Mm mm, Queue<Vma> mine, Queue<Vma> free, SplittableRandom random) {
    mm.writeLock();
    Vma old = mine.poll();
    if (old != null) {
      if (random.nextBoolean()) {
        write(strategy, mm, old);
      }
      strategy.detach(mm, old);
      int inside = ledger(old).inside.get();
      if (inside != 0) {
        throw new RuleBroken(L4, inside + " readers inside a VMA when detach returned");
      }
      ledger(old).write();
      ledger(old).belongsTo(null);
      free.add(old);
    }
    Vma next = free.poll();
    if (next != null) {
      ledger(next).write();
      ledger(next).belongsTo(mm);
      strategy.attach(mm, next);
      ledger(next).write();
      mine.add(next);
    }
    mm.writeUnlock();
    rest(random.nextInt(60));
  }

  /** A writer replaces VMAs, and destroys the content of the old ones once no reader is inside. */
  private static List<Vma> retiring(VmaLockStrategy strategy, Crew crew) {
    Mm mm = strategy.newMm(Limits.DEFAULT);
    AtomicReferenceArray<Vma> current = new AtomicReferenceArray<>(VMAS);
    List<Vma> first = attached(strategy, mm, VMAS);
    for (int i = 0; i < VMAS; i++) {
      current.set(i, first.get(i));
    }
    for (int i = 0; i < 2; i++) {
      crew.add("reader " + i, random -> read(strategy, mm, current.get(random.nextInt(VMAS))));
    }
    crew.add(
        "nesting reader",
        random -> {
          Vma vma = current.get(random.nextInt(VMAS));
          readNested(strategy, mm, List.of(vma), random);
        });
    Queue<Retirement> open = new ArrayDeque<>();
    crew.add(
        "writer",
        random -> {
          mm.writeLock();
          if (random.nextInt(4) == 0) {
            replaceAll(strategy, mm, current, open);
          } else {
            replace(strategy, mm, current, random.nextInt(VMAS), open);
          }
          mm.writeUnlock();
          destroyDrained(strategy, mm, open);
          rest(random.nextInt(60));
        });
    return List.of();
  }

  private static void replace(
      VmaLockStrategy strategy,
      Mm mm,
      AtomicReferenceArray<Vma> current,
      int index,
      Queue<Retirement> open) {
    Retirement retirement = new Retirement(current.get(index));
    Vma next = fresh(strategy, mm, index);
    strategy.attach(mm, next);
    strategy.retire(mm, retirement);
    assertGone(strategy, mm, retirement);
    current.set(index, next);
    open.add(retirement);
  }

  private static void replaceAll(
      VmaLockStrategy strategy, Mm mm, AtomicReferenceArray<Vma> current, Queue<Retirement> open) {
    List<Retirement> old = new ArrayList<>();
    List<Vma> next = new ArrayList<>();
    for (int i = 0; i < VMAS; i++) {
      old.add(new Retirement(current.get(i)));
      next.add(fresh(strategy, mm, i));
    }
    strategy.attach(mm, next);
    strategy.retire(mm, old);
    old.forEach(each -> assertGone(strategy, mm, each));
    for (int i = 0; i < VMAS; i++) {
      current.set(i, next.get(i));
    }
    open.addAll(old);
  }

  private static void assertGone(VmaLockStrategy strategy, Mm mm, Retirement retirement) {
    long stamp = strategy.startRead(mm, retirement.vma());
    if (stamp != VmaLockStrategy.DETACHED) {
      throw new RuleBroken(R1, "startRead said " + stamp + " after retire");
    }
  }

  /** The VMAs that gave a notice, or had no reader inside. */
  private static void destroyDrained(VmaLockStrategy strategy, Mm mm, Queue<Retirement> open) {
    if (!strategy.noticeDelay().isZero()) {
      open.forEach(strategy::lookAgain);
    }
    for (Retirement each = mm.takeNotices(); each != null; each = each.next()) {
      if (each.isDrainedAtOnce() || !open.remove(each)) {
        throw new RuleBroken(R2, "a notice too many: " + each);
      }
      destroy(each);
    }
    open.removeIf(
        each -> {
          boolean atOnce = each.isDrainedAtOnce();
          if (atOnce) {
            destroy(each);
          }
          return atOnce;
        });
  }

  private static void destroy(Retirement retirement) {
    Ledger ledger = ledger(retirement.vma());
    int inside = ledger.inside.get();
    if (inside != 0) {
      throw new RuleBroken(R2, inside + " readers inside a VMA whose retirement had ended");
    }
    ledger.write();
  }

  private static Vma fresh(VmaLockStrategy strategy, Mm mm, int index) {
    Ledger ledger = new Ledger();
    ledger.belongsTo(mm);
    return strategy.newVma((index + 1) * 0x1000L, (index + 2) * 0x1000L, ledger);
  }

  private static List<Vma> givingUp(VmaLockStrategy strategy, Crew crew) {
    Mm mm = strategy.newMm(Limits.DEFAULT);
    List<Vma> vmas = attached(strategy, mm, 2);
    boolean bulk = strategy.capabilities().contains(Capability.EARLY_END_WRITE);
    for (int i = 0; i < 2; i++) {
      crew.add("reader " + i, random -> read(strategy, mm, one(vmas, random)));
    }
    Thread writer =
        crew.add(
            "writer",
            random -> {
              mm.writeLock();
              Vma vma = one(vmas, random);
              try {
                long nanos = random.nextInt(20_000);
                boolean all = bulk && random.nextInt(3) == 0;
                int left =
                    all
                        ? strategy.tryStartWrite(mm, vmas, nanos)
                        : strategy.tryStartWrite(mm, vma, nanos);
                if (left < 0) {
                  throw new RuleBroken(W5, "tryStartWrite returned " + left);
                }
                if (left == 0) {
                  ledger(vma).write();
                }
              } catch (InterruptedException e) {
                // The interrupter caused this; the VMA is not write-held.
              }
              if (random.nextInt(4) == 0) {
                write(strategy, mm, vma); // uninterruptible
              }
              mm.writeUnlock();
              rest(random.nextInt(60));
            });
    crew.add(
        "interrupter",
        random -> {
          LockSupport.parkNanos(random.nextInt(100_000));
          writer.interrupt();
        });
    return vmas;
  }

  private static List<Vma> virtualThreads(VmaLockStrategy strategy, Crew crew) {
    ThreadFactory kind = virtualKind();
    Mm mm = strategy.newMm(Limits.DEFAULT);
    List<Vma> vmas = attached(strategy, mm, VMAS);
    for (int i = 0; i < Math.min(MANY, strategy.maxReaders()); i++) {
      crew.add(
          kind,
          "virtual reader " + i,
          random -> {
            Vma vma = one(vmas, random);
            long stamp = strategy.startRead(mm, vma);
            if (stamp > 0) {
              check(ledger(vma), mm);
              Thread.sleep(0, random.nextInt(100_000)); // gives its carrier away inside the hold
              check(ledger(vma), mm);
              strategy.endRead(vma, stamp);
            } else {
              Thread.yield();
            }
          });
    }
    for (int i = 0; i < 2; i++) {
      crew.add(
          kind,
          "virtual writer " + i,
          random -> {
            mm.writeLock();
            write(strategy, mm, one(vmas, random));
            mm.writeUnlock();
            Thread.sleep(0, random.nextInt(500_000));
          });
    }
    return vmas;
  }

  /** By reflection, because this jar also runs on JDKs without virtual threads. */
  private static ThreadFactory virtualKind() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      return (ThreadFactory) type.getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException | UnsupportedOperationException e) {
      throw new CannotJudge("this JVM has no virtual threads: they come with 21");
    }
  }

  // ---- Members ----

  private static void read(VmaLockStrategy strategy, Mm mm, Vma vma) {
    long stamp = strategy.startRead(mm, vma);
    if (stamp > 0) {
      inside(strategy, mm, vma, stamp);
    }
  }

  private static void readLocked(VmaLockStrategy strategy, Mm mm, Vma vma) {
    mm.readLock();
    long stamp = strategy.startReadLocked(mm, vma);
    mm.readUnlock();
    if (stamp <= 0) {
      throw new RuleBroken(Rule.P4, "startReadLocked of " + vma + " said " + stamp);
    }
    inside(strategy, mm, vma, stamp);
    rest(100);
  }

  private static void readNested(
      VmaLockStrategy strategy, Mm mm, List<Vma> vmas, SplittableRandom random) {
    Vma outer = one(vmas, random);
    long stamp = strategy.startRead(mm, outer);
    if (stamp > 0) {
      read(strategy, mm, outer);
      read(strategy, mm, one(vmas, random));
      inside(strategy, mm, outer, stamp);
    }
  }

  private static void inside(VmaLockStrategy strategy, Mm mm, Vma vma, long stamp) {
    Ledger ledger = ledger(vma);
    ledger.inside.incrementAndGet();
    check(ledger, mm);
    ledger.inside.decrementAndGet();
    strategy.endRead(vma, stamp);
  }

  private static void check(Ledger ledger, Mm mm) {
    String wrong = ledger.read();
    if (!wrong.isEmpty()) {
      throw new RuleBroken(X1, wrong);
    }
    if (ledger.owner() != mm) {
      throw new RuleBroken(L6, "a reader has a hold under an mm that the VMA is not attached to");
    }
  }

  private static void write(VmaLockStrategy strategy, Mm mm, Vma vma) {
    strategy.startWrite(mm, vma);
    ledger(vma).write();
  }

  private static List<Vma> attached(VmaLockStrategy strategy, Mm mm, int count) {
    List<Vma> vmas = new ArrayList<>();
    mm.writeLock();
    for (int i = 1; i <= count; i++) {
      Ledger ledger = new Ledger();
      ledger.belongsTo(mm);
      Vma vma = strategy.newVma(i * 0x1000L, (i + 1) * 0x1000L, ledger);
      strategy.attach(mm, vma);
      vmas.add(vma);
    }
    mm.writeUnlock();
    return List.copyOf(vmas);
  }

  private static Ledger ledger(Vma vma) {
    if (vma.attachment() instanceof Ledger ledger) {
      return ledger;
    }
    throw new RuleBroken(Rule.L2, vma + " has lost its attachment: " + vma.attachment());
  }

  private static Vma one(List<Vma> vmas, SplittableRandom random) {
    return vmas.get(random.nextInt(vmas.size()));
  }

  private static void rest(int spins) {
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
  }
}
