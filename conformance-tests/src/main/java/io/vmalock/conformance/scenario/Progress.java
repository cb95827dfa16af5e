package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.P1;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P3;
import static io.vmalock.conformance.check.Rule.P4;
import static io.vmalock.conformance.check.Rule.P7;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** No thread waits that must not, and no thread waits for ever: P1 to P4 and P7. */
final class Progress {
  private static final int STREAM = 4;

  /** The number of readers refused in a row after which a writer is surely waiting. */
  private static final int REFUSED = 12;

  /**
   * The number of writes among overlapping readers: too many for a writer to catch a free instant
   * for each by a lucky preemption.
   */
  private static final int WRITES = 50;

  /** Long enough that a reader leaves just when a writer comes, some hundred times. */
  private static final Duration MEETING = Duration.ofMillis(150);

  private Progress() {}

  static List<Scenario> all() {
    return List.of(
        scenario(
            "startRead does not wait for the mmap lock", List.of(P7, P1), Progress::noMmapLock),
        scenario("startRead does not wait for a writer", List.of(P1), Progress::readersDoNotWait),
        scenario("a reader of one VMA tries another", List.of(P1, P7), Progress::nestedElsewhere),
        scenario("startReadLocked gets in after each section", List.of(P4), Progress::lockedGetsIn),
        scenario(
            "startReadLocked gets in beside others", List.of(P4), Progress::lockedBesideOthers),
        scenario(
            "the end of a hold under the mmap lock wakes", List.of(P2, L4), Progress::lockedWakes),
        scenario("a writer that waits often is always woken", List.of(P2), Progress::alwaysWoken),
        scenario("overlapping readers let a writer in", List.of(P3), Progress::overlapping));
  }

  /** The reader waits neither for a free VMA nor for one that it is refused. */
  private static void noMmapLock(Stage s) {
    List<Vma> vmas = s.attached(2);
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas.get(1)));
    for (Vma vma : vmas) {
      s.reader()
          .asks(
              "startRead",
              () -> {
                long stamp = s.strategy().startRead(s.mm(), vma);
                if (stamp > 0) {
                  s.strategy().endRead(vma, stamp);
                }
                return Answer.of(stamp);
              })
          .returns(P7, "it does not need the mmap lock, which a writer holds");
    }
    s.writer().writeUnlocks(s.mm());
  }

  private static void readersDoNotWait(Stage s) {
    Vma vma = s.attached();
    Vma fresh = s.newVma();
    s.ruleIfStuck(P1);
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    s.refused(P1, s.mm(), vma, "while a writer waits for it");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.refused(P1, s.mm(), vma, "while write-held");
    s.writer().does("attach", () -> s.strategy().attach(s.mm(), fresh));
    s.refused(P1, s.mm(), fresh, "in the section that attached it");
    s.writer().does("detach", () -> s.strategy().detach(s.mm(), vma));
    s.refused(P1, s.mm(), vma, "in the section that detached it");
    s.writer().writeUnlocks(s.mm());
  }

  /** If it waited, it would wait for the writer that waits for it. */
  private static void nestedElsewhere(Stage s) {
    List<Vma> vmas = s.attached(2);
    s.ruleIfStuck(P1);
    ReadHold hold = s.reader().holds(s.mm(), vmas.get(0));
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas.get(1)));
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vmas.get(0));
    s.contended(P1, s.mm(), vmas.get(1), "by a reader that the writer waits for elsewhere");
    s.contended(P1, s.mm(), vmas.get(0), "by the reader that the writer waits for");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.writer().writeUnlocks(s.mm());
  }

  private static void lockedGetsIn(Stage s) {
    List<Vma> vmas = s.attached(2);
    Actor reader = s.reader();
    for (int i = 0; i < 4; i++) {
      s.writer().inSection(s.mm(), () -> s.strategy().startWrite(s.mm(), vmas.get(0)));
      reader.does("readLock", s.mm()::readLock);
      for (Vma vma : vmas) {
        ReadHold one = reader.holdsLocked(s.mm(), vma);
        ReadHold two = reader.holdsLocked(s.mm(), vma);
        s.equal(P4, 2, s.strategy().readers(vma), "the number of readers");
        one.end();
        two.end();
      }
      reader.does("readUnlock", s.mm()::readUnlock);
    }
    Vma detached = s.newVma();
    reader.does("readLock", s.mm()::readLock);
    long stamp =
        reader.gets("startReadLocked", () -> s.strategy().startReadLocked(s.mm(), detached));
    s.equal(P4, Answer.DETACHED, Answer.of(stamp), "startReadLocked of a detached VMA");
    reader.does("readUnlock", s.mm()::readUnlock);
  }

  private static void lockedBesideOthers(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    Actor second = s.actor("second reader");
    s.reader().does("readLock", s.mm()::readLock);
    second.does("readLock", s.mm()::readLock);
    ReadHold one = s.reader().holdsLocked(s.mm(), vma);
    ReadHold two = second.holdsLocked(s.mm(), vma);
    ActorCall<Void> lock = s.writer().starts("writeLock", s.mm()::writeLock);
    lock.waits(P4, "the mmap lock is held for reading");
    ReadHold three = second.holdsLocked(s.mm(), vma);
    second.does("readUnlock", s.mm()::readUnlock);
    s.reader().does("readUnlock", s.mm()::readUnlock);
    lock.returns(P4, "the mmap lock was released");
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    for (ReadHold each : List.of(two, hold, three)) {
      each.end();
      wait.waits(X2, "readers still hold " + vma);
    }
    one.end();
    wait.returns(P2, "all readers have left");
    s.writer().writeUnlocks(s.mm());
  }

  private static void lockedWakes(Stage s) {
    Vma vma = s.attached();
    s.reader().does("readLock", s.mm()::readLock);
    ReadHold hold = s.reader().holdsLocked(s.mm(), vma);
    s.reader().does("readUnlock", s.mm()::readUnlock);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writer().starts("detach", () -> s.strategy().detach(s.mm(), vma));
    wait.waits(L4, "a hold by startReadLocked has not ended");
    hold.end();
    wait.returns(P2, "the hold by startReadLocked has ended");
    s.writer().writeUnlocks(s.mm());
  }

  /** The reader leaves at about the moment at which the writer begins to wait. */
  private static void alwaysWoken(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    Vma vma = s.attached();
    AtomicBoolean over = new AtomicBoolean();
    ActorCall<Integer> reads =
        s.reader()
            .asks(
                "reading in a loop",
                () -> {
                  int held = 0;
                  while (!over.get() && !Thread.currentThread().isInterrupted()) {
                    long stamp = strategy.startRead(mm, vma);
                    if (stamp > 0) {
                      for (int spin = held++ % 50; spin > 0; spin--) {
                        Thread.onSpinWait();
                      }
                      strategy.endRead(vma, stamp);
                    }
                  }
                  return held;
                });
    ActorCall<Void> writes =
        s.writer()
            .starts(
                "writing in a loop",
                () -> {
                  Deadline deadline = new Deadline(MEETING);
                  for (int i = 0; i < 50 || (i < 10_000 && !deadline.isOver()); i++) {
                    mm.writeLock();
                    strategy.startWrite(mm, vma);
                    mm.writeUnlock();
                  }
                });
    boolean ended = writes.ended();
    over.set(true);
    reads.returns(P2, "nothing keeps it");
    // If the writer slept through the last exit, no next reader comes to help.
    s.check(
        P2, ended || writes.ended(), "startWrite slept on after a reader left." + s.threadDump());
    writes.value();
  }

  /**
   * Each reader leaves only when another one is inside, so that the VMA is never free by chance; or
   * when no other reader gets in any more, as required once a writer waits.
   */
  private static void overlapping(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    if (strategy.maxReaders() < STREAM) {
      return;
    }
    Mm mm = s.mm();
    Vma vma = s.attached();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger refusedInARow = new AtomicInteger();
    List<ActorCall<Integer>> streams = new ArrayList<>();
    for (int i = 0; i < STREAM; i++) {
      streams.add(
          s.actor("reader " + i)
              .asks(
                  "reading in a loop",
                  () -> {
                    int held = 0;
                    while (goesOn(over)) {
                      long stamp = strategy.startRead(mm, vma);
                      if (stamp > 0) {
                        held++;
                        refusedInARow.set(0);
                        inside.incrementAndGet();
                        while (goesOn(over) && !isRelieved(inside, refusedInARow)) {
                          Actor.pause();
                        }
                        strategy.endRead(vma, stamp);
                      } else {
                        refusedInARow.incrementAndGet();
                      }
                      Actor.pause();
                    }
                    return held;
                  }));
    }
    ActorCall<Void> writes =
        s.writer()
            .starts(
                "writing among readers",
                () -> {
                  for (int i = 0; i < WRITES; i++) {
                    Actor.pause();
                    mm.writeLock();
                    strategy.startWrite(mm, vma);
                    mm.writeUnlock();
                  }
                });
    boolean ended = writes.ended();
    String dump = ended ? "" : s.threadDump();
    over.set(true);
    streams.forEach(stream -> stream.returns(P3, "it only reads"));
    s.check(P3, ended, "startWrite does not return while readers overlap." + dump);
    writes.value();
  }

  private static boolean goesOn(AtomicBoolean over) {
    return !over.get() && !Thread.currentThread().isInterrupted();
  }

  /** Whether a reader inside may leave; counts it out if so. */
  private static boolean isRelieved(AtomicInteger inside, AtomicInteger refusedInARow) {
    int now = inside.get();
    boolean may = now > 1 || refusedInARow.get() >= REFUSED;
    return may && inside.compareAndSet(now, now - 1);
  }
}
