package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.Rule.P1;
import static io.vmalock.conformance.Rule.P2;
import static io.vmalock.conformance.Rule.P3;
import static io.vmalock.conformance.Rule.P4;
import static io.vmalock.conformance.Rule.P7;
import static io.vmalock.conformance.Rule.X2;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Nobody waits who must not, and nobody waits for ever: P1 to P4 and P7. */
final class Progress {
  private static final int STREAM = 4;

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
        scenario("the end of a hold under the mmap lock wakes", List.of(P2), Progress::lockedWakes),
        scenario("a writer that waits often is always woken", List.of(P2), Progress::alwaysWoken),
        scenario("overlapping readers let a writer in", List.of(P3), Progress::overlapping));
  }

  private static void noMmapLock(Stage s) {
    List<Vma> vmas = s.attached(2);
    s.stakes(P7);
    s.writer().writeLocks(s.mm());
    Step<Answer> answer =
        s.reader()
            .asks(
                "startRead",
                () -> {
                  long stamp = s.strategy().startRead(s.mm(), vmas.get(0));
                  if (stamp > 0) {
                    s.strategy().endRead(vmas.get(0), stamp);
                  }
                  return Answer.of(stamp);
                });
    answer.returns(P7, "it does not need the mmap lock, which a writer holds");
    s.writer().writeUnlocks(s.mm());
  }

  private static void readersDoNotWait(Stage s) {
    Vma vma = s.attached();
    Vma fresh = s.newVma();
    s.stakes(P1);
    Hold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    Step<Void> wait = s.writerWaitsFor(s.mm(), vma);
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
    s.stakes(P1);
    Hold hold = s.reader().holds(s.mm(), vmas.get(0));
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas.get(1)));
    Step<Void> wait = s.writerWaitsFor(s.mm(), vmas.get(0));
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
        Hold one = reader.holdsLocked(s.mm(), vma);
        Hold two = reader.holdsLocked(s.mm(), vma);
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
    Hold hold = s.actor("first reader").holds(s.mm(), vma);
    Actor second = s.actor("second reader");
    s.reader().does("readLock", s.mm()::readLock);
    second.does("readLock", s.mm()::readLock);
    Hold one = s.reader().holdsLocked(s.mm(), vma);
    Hold two = second.holdsLocked(s.mm(), vma);
    Step<Void> lock = s.writer().starts("writeLock", s.mm()::writeLock);
    lock.waits(P4, "the mmap lock is held for reading");
    Hold three = second.holdsLocked(s.mm(), vma);
    second.does("readUnlock", s.mm()::readUnlock);
    s.reader().does("readUnlock", s.mm()::readUnlock);
    lock.returns(P4, "the mmap lock was released");
    Step<Void> wait = s.writerWaitsFor(s.mm(), vma);
    for (Hold each : List.of(two, hold, three)) {
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
    Hold hold = s.reader().holdsLocked(s.mm(), vma);
    s.reader().does("readUnlock", s.mm()::readUnlock);
    s.writer().writeLocks(s.mm());
    Step<Void> wait = s.writer().starts("detach", () -> s.strategy().detach(s.mm(), vma));
    wait.waits(X2, "a hold by startReadLocked has not ended");
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
    Step<Integer> reads =
        s.reader()
            .asks(
                "reading in a loop",
                () -> {
                  int held = 0;
                  while (!over.get()) {
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
    Step<Void> writes =
        s.writer()
            .starts(
                "writing in a loop",
                () -> {
                  for (int i = 0; i < 3_000; i++) {
                    mm.writeLock();
                    strategy.startWrite(mm, vma);
                    mm.writeUnlock();
                  }
                });
    boolean ended = writes.ended();
    over.set(true);
    reads.returns(P2, "nothing keeps it");
    // If the writer slept through the last exit, the next reader's does not help: nobody comes.
    s.check(
        P2, ended || writes.ended(), "startWrite slept on after a reader left." + s.threadDump());
    writes.value();
  }

  /** Each reader leaves only when the next one is inside: the VMA is never free by chance. */
  private static void overlapping(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    if (strategy.maxReaders() < STREAM) {
      return;
    }
    Mm mm = s.mm();
    Vma vma = s.attached();
    AtomicBoolean over = new AtomicBoolean();
    List<Step<Integer>> streams = new ArrayList<>();
    for (int i = 0; i < STREAM; i++) {
      streams.add(
          s.actor("reader " + i)
              .asks(
                  "reading in a loop",
                  () -> {
                    int held = 0;
                    while (!over.get()) {
                      long stamp = strategy.startRead(mm, vma);
                      if (stamp > 0) {
                        held++;
                        // Long enough that another one comes meanwhile, on few processors too.
                        Actor.pause();
                        strategy.endRead(vma, stamp);
                      } else {
                        Thread.yield();
                      }
                    }
                    return held;
                  }));
    }
    Step<Void> writes =
        s.writer()
            .starts(
                "writing among readers",
                () -> {
                  for (int i = 0; i < 5; i++) {
                    mm.writeLock();
                    strategy.startWrite(mm, vma);
                    mm.writeUnlock();
                    Actor.pause();
                  }
                });
    boolean ended = writes.ended();
    String dump = ended ? "" : s.threadDump();
    over.set(true);
    streams.forEach(stream -> stream.returns(P3, "it only reads"));
    s.check(P3, ended, "startWrite does not return while readers overlap." + dump);
    writes.value();
  }
}
