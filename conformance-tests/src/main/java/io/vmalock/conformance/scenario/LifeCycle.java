package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.L1;
import static io.vmalock.conformance.check.Rule.L2;
import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.L5;
import static io.vmalock.conformance.check.Rule.L6;
import static io.vmalock.conformance.check.Rule.L7;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** New, attached, detached, copied: L1 to L5 and L7. */
final class LifeCycle {
  private static final int RACES = 3_000;

  /** Long enough for many races, and no longer on a machine that is busy otherwise. */
  private static final Duration MEETING = Duration.ofMillis(100);

  private LifeCycle() {}

  /** The basis of all other scenarios. */
  static List<Scenario> first() {
    return List.of(
        scenario("a new VMA is detached", List.of(L1), LifeCycle::newIsDetached),
        scenario("an attached VMA is readable after the section", List.of(L3), LifeCycle::attach),
        scenario(
            "a section's VMAs become readable together", List.of(L3), LifeCycle::attachTogether),
        scenario("a hold shows what was stored before attach", List.of(L2), LifeCycle::published),
        scenario("a copy starts detached and unlocked", List.of(L7), LifeCycle::copies));
  }

  static List<Scenario> all() {
    return List.of(
        scenario("a detached VMA admits nobody", List.of(L4, L1), LifeCycle::detach),
        scenario("detach waits for a reader", List.of(L4, P2), LifeCycle::detachWaits),
        scenario(
            "detach waits for the last reader", List.of(L4, P2), LifeCycle::detachWaitsForLast),
        scenario("detach of a write-held VMA", List.of(L4), LifeCycle::detachWriteHeld),
        scenario(
            "detach in the section that attached", List.of(L4, L3), LifeCycle::attachAndDetach),
        scenario(
            "DETACHED is never said of an attached VMA", List.of(L5), LifeCycle::neverDetached),
        scenario(
            "detach among readers that come and go", List.of(L4), LifeCycle::detachAmongPassing),
        scenario("of two mms that attach at once one wins", List.of(L2, L6), LifeCycle::twoAttach));
  }

  private static void newIsDetached(Stage s) {
    Vma vma = s.newVma();
    s.check(L1, !s.strategy().isAttached(vma), "a new VMA says attached");
    s.check(L1, !s.strategy().isWriteHeld(vma), "a new VMA says write-held");
    s.detached(L1, s.mm(), vma, "before it was ever attached");
    s.equal(L1, 0, s.strategy().readers(vma), "the number of readers after a refused read");
    s.reader().does("readLock", s.mm()::readLock);
    long stamp =
        s.reader().gets("startReadLocked", () -> s.strategy().startReadLocked(s.mm(), vma));
    s.equal(L1, Answer.DETACHED, Answer.of(stamp), "startReadLocked of a new VMA");
    s.reader().does("readUnlock", s.mm()::readUnlock);
    s.equal(L1, 0, s.strategy().readers(vma), "the number of readers after a refused read");
    // The remains of refused readers would show now.
    s.attach(s.mm(), vma);
    s.equal(L1, 0, s.strategy().readers(vma), "the number of readers after attach");
    s.readable(L1, s.mm(), vma, "after it was attached");
  }

  private static void attach(Stage s) {
    Vma vma = s.newVma();
    s.writer().writeLocks(s.mm());
    s.writer().does("attach", () -> s.strategy().attach(s.mm(), vma));
    s.check(L3, s.strategy().isAttached(vma), vma + " is not attached after attach");
    s.check(L3, s.strategy().isWriteHeld(vma), vma + " is not write-held after attach");
    s.contended(L3, s.mm(), vma, "in the section that attached it");
    s.writer().writeUnlocks(s.mm());
    s.check(L3, !s.strategy().isWriteHeld(vma), vma + " is write-held after the section");
    s.readable(L3, s.mm(), vma, "after the section that attached it");
  }

  private static void attachTogether(Stage s) {
    List<Vma> vmas = List.of(s.newVma(), s.newVma(), s.newVma());
    s.writer().writeLocks(s.mm());
    for (Vma vma : vmas) {
      s.writer().does("attach", () -> s.strategy().attach(s.mm(), vma));
      vmas.forEach(each -> s.refused(L3, s.mm(), each, "in the section that attaches it"));
    }
    s.writer().writeUnlocks(s.mm());
    vmas.forEach(vma -> s.readable(L3, s.mm(), vma, "after the section that attached it"));
  }

  private static void published(Stage s) {
    for (int i = 0; i < 20; i++) {
      Vma vma = s.newVma();
      Object stored = new Object();
      s.writer()
          .inSection(
              s.mm(),
              () -> {
                vma.setAttachment(stored);
                s.strategy().attach(s.mm(), vma);
              });
      ReadHold hold = s.reader().holds(s.mm(), vma);
      Object seen = s.reader().gets("look", vma::attachment);
      s.check(L2, seen == stored, "a reader sees " + seen + " in place of what was stored");
      hold.end();
    }
  }

  /** A copy is made while its original is new, readable, held, awaited, write-held, detached. */
  private static void copies(Stage s) {
    Vma vma = s.newVma();
    isFresh(s, vma, "a new VMA");
    s.attach(s.mm(), vma);
    isFresh(s, vma, "a readable VMA");
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    isFresh(s, vma, "a VMA with a reader");
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    Vma copy = s.strategy().copy(vma, 0x1000, 0x2000);
    hold.end();
    wait.returns(P2, "the reader has left");
    Vma other = s.strategy().copy(vma, 0x1000, 0x2000);
    s.writer().does("detach", () -> s.strategy().detach(s.mm(), vma));
    s.writer().writeUnlocks(s.mm());
    starts(s, copy, vma, "a VMA with a waiting writer");
    starts(s, other, vma, "a write-held VMA");
    isFresh(s, vma, "a detached VMA");
  }

  private static void isFresh(Stage s, Vma original, String state) {
    starts(s, s.strategy().copy(original, 0x1000, 0x2000), original, state);
  }

  private static void starts(Stage s, Vma copy, Vma original, String state) {
    String what = "the copy of " + state;
    s.equal(L7, 0x1000L, copy.start(), "the start of " + what);
    s.equal(L7, 0x2000L, copy.end(), "the end of " + what);
    s.check(L7, copy.attachment() == original.attachment(), what + " has another attachment");
    s.check(L7, !s.strategy().isAttached(copy), what + " says attached");
    s.check(L7, !s.strategy().isWriteHeld(copy), what + " says write-held");
    s.equal(L7, 0, s.strategy().readers(copy), "the number of readers of " + what);
    s.detached(L7, s.mm(), copy, "as " + what);
    // Attached elsewhere, where no section is open: it must work like any other.
    Mm own = s.newMm(Limits.DEFAULT);
    Actor owner = s.actor("owner of the copy");
    owner
        .starts(
            "attach",
            () -> {
              own.writeLock();
              s.strategy().attach(own, copy);
              own.writeUnlock();
            })
        .returns(L7, "nobody uses " + what);
    s.readable(L7, own, copy, "as " + what + ", after attach");
    owner
        .starts(
            "startWrite",
            () -> {
              own.writeLock();
              s.strategy().startWrite(own, copy);
              own.writeUnlock();
            })
        .returns(L7, "nobody holds " + what);
  }

  private static void detach(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer().does("detach", () -> s.strategy().detach(s.mm(), vma));
    s.check(L4, !s.strategy().isAttached(vma), vma + " says attached after detach");
    s.check(L4, !s.strategy().isWriteHeld(vma), vma + " says write-held after detach");
    s.refused(L4, s.mm(), vma, "after detach, in the same section");
    s.writer().writeUnlocks(s.mm());
    s.equal(L4, 0, s.strategy().readers(vma), "the number of readers after detach");
    s.detached(L1, s.mm(), vma, "after detach");
    s.writer().inSection(s.mm(), () -> {});
    s.detached(L1, s.mm(), vma, "after detach and one more section");
  }

  private static void detachWaits(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writer().starts("detach", () -> s.strategy().detach(s.mm(), vma));
    wait.waits(L4, "a reader holds " + vma);
    s.refused(L4, s.mm(), vma, "while detach waits for its readers");
    s.writer().wakeSpuriously();
    wait.waits(L4, "a reader holds " + vma + ", and the writer was woken without reason");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.refused(L4, s.mm(), vma, "after detach, in the same section");
    s.writer().writeUnlocks(s.mm());
    s.detached(L4, s.mm(), vma, "after detach");
  }

  private static void detachWaitsForLast(Stage s) {
    Vma vma = s.attached();
    ReadHold one = s.actor("reader 1").holds(s.mm(), vma);
    ReadHold two = s.actor("reader 2").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writer().starts("detach", () -> s.strategy().detach(s.mm(), vma));
    wait.waits(L4, "two readers hold " + vma);
    one.end();
    wait.waits(L4, "one of two readers still holds " + vma);
    two.end();
    wait.returns(P2, "both readers have left");
    s.writer().writeUnlocks(s.mm());
  }

  private static void detachWriteHeld(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    s.writer()
        .starts("detach", () -> s.strategy().detach(s.mm(), vma))
        .returns(L4, "the section write-holds " + vma + ", so no reader is inside");
    s.check(L4, !s.strategy().isWriteHeld(vma), vma + " says write-held after detach");
    s.refused(L4, s.mm(), vma, "after detach, in the same section");
    s.writer().writeUnlocks(s.mm());
    s.detached(L4, s.mm(), vma, "after detach");
  }

  private static void attachAndDetach(Stage s) {
    Vma vma = s.newVma();
    Vma other = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer().does("attach", () -> s.strategy().attach(s.mm(), vma));
    s.writer()
        .starts("detach", () -> s.strategy().detach(s.mm(), vma))
        .returns(L4, "nobody was ever inside " + vma);
    s.refused(L4, s.mm(), vma, "after detach, in the same section");
    s.writer().writeUnlocks(s.mm());
    s.detached(L4, s.mm(), vma, "after a section that attached and detached it");
    s.readable(L3, s.mm(), other, "after a section that attached and detached another VMA");
  }

  private static void neverDetached(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    s.contended(L5, s.mm(), vma, "while a writer waits for it");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.contended(L5, s.mm(), vma, "while write-held");
    s.writer().writeUnlocks(s.mm());
    s.writer().writeLocks(s.mm());
    s.readableInTheEnd(L5, s.mm(), vma, "in a section of others");
    s.writer().writeUnlocks(s.mm());
  }

  /**
   * Readers come and go all the time, so some are just passing when detach looks. Only holds are
   * counted: a reader that passes through a detached VMA, having found it before, has no hold.
   */
  private static void detachAmongPassing(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    Vma vma = s.attached();
    AtomicInteger inside = new AtomicInteger();
    boolean[] over = {false};
    List<ActorCall<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(
          s.actor("reader " + i)
              .asks("reading in a loop", () -> readUntil(over, mm, vma, inside, s)));
    }
    boolean reuse = s.has(Capability.VMA_REUSE);
    ActorCall<Integer> writer =
        s.writer()
            .asks(
                "detaching in a loop",
                () -> {
                  int seen = 0;
                  Deadline deadline = new Deadline(MEETING);
                  for (int i = 0; i < (reuse ? 20 : 1) || (reuse && !deadline.isOver()); i++) {
                    mm.writeLock();
                    strategy.detach(mm, vma);
                    seen += inside.get();
                    mm.writeUnlock();
                    if (reuse) {
                      mm.writeLock();
                      strategy.attach(mm, vma);
                      mm.writeUnlock();
                    }
                  }
                  return seen;
                });
    int seen;
    try {
      seen = writer.returns(P2, "readers never stay");
    } finally {
      synchronized (over) {
        over[0] = true;
      }
    }
    s.equal(L4, 0, seen, "the number of readers inside when detach returned");
    readers.forEach(step -> step.returns(L4, "it only reads"));
    s.equal(L4, 0, s.strategy().readers(vma), "the number of readers in the end");
  }

  private static int readUntil(boolean[] over, Mm mm, Vma vma, AtomicInteger inside, Stage s) {
    int held = 0;
    while (true) {
      synchronized (over) {
        if (over[0] || Thread.currentThread().isInterrupted()) {
          return held;
        }
      }
      for (int i = 0; i < 100; i++) {
        long stamp = s.strategy().startRead(mm, vma);
        if (stamp > 0) {
          inside.incrementAndGet();
          held++;
          inside.decrementAndGet();
          s.strategy().endRead(vma, stamp);
        }
      }
    }
  }

  private static void twoAttach(Stage s) {
    VmaLockStrategy strategy = s.strategy();
    Mm here = s.mm();
    Mm there = s.newMm(Limits.DEFAULT);
    List<Vma> vmas = new ArrayList<>();
    for (int i = 0; i < RACES; i++) {
      vmas.add(strategy.newVma(0x1000, 0x2000, i));
    }
    Meeting meeting = new Meeting(new Deadline(MEETING));
    ActorCall<boolean[]> one =
        s.actor("writer here").asks("attaching", () -> attachAll(strategy, here, vmas, meeting));
    ActorCall<boolean[]> two =
        s.actor("writer there").asks("attaching", () -> attachAll(strategy, there, vmas, meeting));
    boolean[] wonHere = one.returns(L2, "nobody keeps it");
    boolean[] wonThere = two.returns(L2, "nobody keeps it");
    for (int i = 0; i < wonHere.length; i++) {
      Vma vma = vmas.get(i);
      s.check(
          L2,
          wonHere[i] != wonThere[i],
          "of two mms that attached "
              + vma
              + " at once "
              + (wonHere[i] ? "both" : "none")
              + " won");
      long stamp = strategy.startRead(wonHere[i] ? here : there, vma);
      s.equal(L2, Answer.HELD, Answer.of(stamp), "startRead under the mm that won");
      strategy.endRead(vma, stamp);
      stamp = strategy.startRead(wonHere[i] ? there : here, vma);
      s.equal(L6, Answer.DETACHED, Answer.of(stamp), "startRead under the mm that lost");
    }
  }

  /**
   * Attaches one VMA after the other, each in a race with the other mm; returns those that it got.
   */
  private static boolean[] attachAll(
      VmaLockStrategy strategy, Mm mm, List<Vma> vmas, Meeting meeting) {
    boolean[] won = new boolean[vmas.size()];
    int race = 0;
    mm.writeLock();
    try {
      for (; race < won.length && meeting.at(race); race++) {
        try {
          strategy.attach(mm, vmas.get(race));
          won[race] = true;
        } catch (IllegalStateException e) {
          won[race] = false; // the loser's exception
        }
      }
    } finally {
      mm.writeUnlock();
    }
    return Arrays.copyOf(won, race);
  }
}
