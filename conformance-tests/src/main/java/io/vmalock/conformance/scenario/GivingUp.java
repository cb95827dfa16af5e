package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.W1;
import static io.vmalock.conformance.check.Rule.W3;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Capability;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Rule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Interrupts and time-outs: nothing stays behind, and nothing is lost (W5). */
final class GivingUp {
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long ENDLESS = Long.MAX_VALUE;

  /** The number of looks at a thread that was interrupted while it waits; most find it waiting. */
  private static final int LOOKS = 60;

  private GivingUp() {}

  static List<Scenario> all() {
    return List.of(
        scenario(
            "an interrupted startWrite waits on", List.of(W5, X2), GivingUp::interruptedWaitsOn),
        scenario(
            "an interrupted startWrite does not spin", List.of(W5), GivingUp::interruptedNoSpin),
        scenario(
            "an interrupt before startWrite is kept", List.of(W5), GivingUp::interruptedBefore),
        scenario("an interrupted detach waits on", List.of(W5, L4), GivingUp::interruptedDetach),
        patient("tryStartWrite of a free VMA", List.of(W5, X1), GivingUp::freeIsHeld),
        patient("tryStartWrite of a write-held VMA", List.of(W1, W5), GivingUp::heldIsHeld),
        patient("tryStartWrite asks once", List.of(W5), GivingUp::asksOnce),
        patient("tryStartWrite gives up in time", List.of(W5), GivingUp::givesUpInTime),
        patient("tryStartWrite says how many readers", List.of(W5), GivingUp::countsReaders),
        patient("tryStartWrite waits for a reader", List.of(X2, X3, P2), GivingUp::waits),
        patient("tryStartWrite ends on interrupt", List.of(W5), GivingUp::interruptDuring),
        patient("tryStartWrite of an interrupted thread", List.of(W5), GivingUp::interruptBefore),
        patient("what a writer gave up is free", List.of(W5, X3), GivingUp::freeAfterwards),
        patient("detach after a writer gave up", List.of(W5, L4), GivingUp::detachAfterwards),
        patient("giving up again and again", List.of(W5), GivingUp::againAndAgain),
        inBulk("bulk tryStartWrite holds each", List.of(W5, X1), GivingUp::bulkHolds),
        inBulk("bulk tryStartWrite gives back what it took", List.of(W5), GivingUp::bulkGivesBack),
        inBulk("bulk tryStartWrite keeps what was held", List.of(W5, W3), GivingUp::bulkKeeps),
        inBulk("bulk tryStartWrite ends on interrupt", List.of(W5), GivingUp::bulkInterrupted),
        inBulk("bulk tryStartWrite waits for each", List.of(X2, P2), GivingUp::bulkWaits));
  }

  private static Scenario patient(String name, List<Rule> rules, Scenario.Body body) {
    return scenario(name, rules, body).with(Capability.INTERRUPTIBLE_WAIT);
  }

  private static Scenario inBulk(String name, List<Rule> rules, Scenario.Body body) {
    return scenario(name, rules, body)
        .with(Capability.INTERRUPTIBLE_WAIT, Capability.EARLY_END_WRITE);
  }

  // ---- startWrite and detach, which go on ----

  private static void interruptedWaitsOn(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Boolean> wait =
        s.writer()
            .asks(
                "startWrite",
                () -> {
                  s.strategy().startWrite(s.mm(), vma);
                  return Thread.interrupted();
                });
    wait.waits(X2, "a reader holds " + vma);
    s.writer().interrupt();
    wait.waits(W5, "a reader holds " + vma + ", and the writer was interrupted");
    s.contended(X3, s.mm(), vma, "while an interrupted writer waits for it");
    hold.end();
    boolean kept = wait.returns(P2, "the reader has left");
    s.check(W5, kept, "startWrite lost the interrupt that came while it waited");
    s.contended(X1, s.mm(), vma, "while write-held by a writer that was interrupted");
    s.writer().writeUnlocks(s.mm());
  }

  private static void interruptedNoSpin(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    boolean parksOtherwise = parked(s, wait);
    s.writer().interrupt();
    // The first looks may find it on its way back to its wait.
    boolean parks = false;
    for (int i = 0; i < 3 && !parks; i++) {
      parks = parked(s, wait);
    }
    hold.end();
    wait.returns(P2, "the reader has left");
    s.writer().does("clear of the interrupt", Thread::interrupted);
    s.writer().writeUnlocks(s.mm());
    s.check(
        W5,
        parks || !parksOtherwise,
        "a writer that waits for readers parks, but once it was interrupted it spins");
  }

  private static boolean parked(Stage s, ActorCall<Void> wait) {
    int parked = 0;
    for (int i = 0; i < LOOKS && !wait.isOver(); i++) {
      Actor.pause();
      parked += s.writer().isWaiting() ? 1 : 0;
    }
    return parked > LOOKS * 3 / 4;
  }

  private static void interruptedBefore(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    boolean kept =
        s.writer()
            .gets(
                "startWrite",
                () -> {
                  Thread.currentThread().interrupt();
                  s.strategy().startWrite(s.mm(), vma);
                  return Thread.interrupted();
                });
    s.check(W5, kept, "startWrite lost the interrupt that came before it");
    s.contended(W5, s.mm(), vma, "while write-held by a thread that was interrupted before");
    s.writer().writeUnlocks(s.mm());
  }

  private static void interruptedDetach(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Boolean> wait =
        s.writer()
            .asks(
                "detach",
                () -> {
                  s.strategy().detach(s.mm(), vma);
                  return Thread.interrupted();
                });
    wait.waits(L4, "a reader holds " + vma);
    s.writer().interrupt();
    wait.waits(W5, "a reader holds " + vma + ", and the writer was interrupted");
    hold.end();
    s.check(W5, wait.returns(P2, "the reader has left"), "detach lost the interrupt");
    s.writer().writeUnlocks(s.mm());
  }

  // ---- tryStartWrite ----

  private static void freeIsHeld(Stage s) {
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE, SHORT, ENDLESS}) {
      Vma vma = s.attached();
      s.writer().writeLocks(s.mm());
      s.equal(W5, 0, tries(s, vma, nanos), "tryStartWrite of a free VMA for " + nanos + " ns");
      s.contended(X1, s.mm(), vma, "while write-held by tryStartWrite for " + nanos + " ns");
      s.writer().writeUnlocks(s.mm());
      s.readable(W5, s.mm(), vma, "after the section");
    }
  }

  private static void heldIsHeld(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    s.equal(W1, 0, tries(s, vma, 0), "tryStartWrite of a write-held VMA");
    s.equal(W1, 0, tries(s, vma, ENDLESS), "tryStartWrite of a write-held VMA");
    s.contended(W1, s.mm(), vma, "while write-held twice");
    s.writer().writeUnlocks(s.mm());
  }

  private static void asksOnce(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE}) {
      s.equal(W5, 1, tries(s, vma, nanos), "tryStartWrite with a reader, for " + nanos + " ns");
      s.check(W5, !s.strategy().isWriteHeld(vma), vma + " says write-held after giving up");
      s.readableInTheEnd(W5, s.mm(), vma, "after a tryStartWrite that gave up");
    }
    hold.end();
    s.equal(W5, 0, tries(s, vma, 0), "tryStartWrite after the reader left");
    s.contended(X1, s.mm(), vma, "while write-held by tryStartWrite");
    s.writer().writeUnlocks(s.mm());
  }

  private static void givesUpInTime(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    int inside =
        s.writer()
            .asks("tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), vma, SHORT))
            .returns(W5, "its time of " + SHORT + " ns is over");
    s.equal(W5, 1, inside, "what tryStartWrite says of one reader");
    s.readableInTheEnd(W5, s.mm(), vma, "after a tryStartWrite that was out of time");
    hold.end();
    s.writer().writeUnlocks(s.mm());
    s.readable(W5, s.mm(), vma, "after a section with a tryStartWrite that was out of time");
  }

  private static void countsReaders(Stage s) {
    Vma vma = s.attached();
    int most = Math.min(3, s.strategy().maxReaders());
    List<ReadHold> holds =
        IntStream.range(0, most).mapToObj(i -> s.actor("reader " + i).holds(s.mm(), vma)).toList();
    s.writer().writeLocks(s.mm());
    for (int left = most; left > 0; left--) {
      s.equal(W5, left, tries(s, vma, 0), "what tryStartWrite says of " + left + " readers");
      s.equal(W5, left, tries(s, vma, SHORT), "what a short wait says of " + left + " readers");
      holds.get(left - 1).end();
    }
    s.writer().writeUnlocks(s.mm());
  }

  private static void waits(Stage s) {
    for (long nanos : new long[] {TimeUnit.HOURS.toNanos(1), ENDLESS}) {
      Vma vma = s.attached();
      ReadHold hold = s.actor("reader for " + nanos).holds(s.mm(), vma);
      s.writer().writeLocks(s.mm());
      ActorCall<Integer> wait =
          s.writer().asks("tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), vma, nanos));
      wait.waits(X2, "a reader holds " + vma);
      s.contended(X3, s.mm(), vma, "while a tryStartWrite waits for it");
      s.writer().wakeSpuriously();
      wait.waits(X2, "a reader holds " + vma + ", and the writer was woken without reason");
      hold.end();
      s.equal(W5, 0, wait.returns(P2, "the reader has left"), "what tryStartWrite returned");
      s.contended(X1, s.mm(), vma, "while write-held by tryStartWrite");
      s.writer().writeUnlocks(s.mm());
    }
  }

  private static void interruptDuring(Stage s) {
    List<Vma> vmas = s.attached(2);
    Vma vma = vmas.get(0);
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas.get(1)));
    for (long nanos : new long[] {TimeUnit.HOURS.toNanos(1), ENDLESS}) {
      ActorCall<Integer> wait =
          s.writer().asks("tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), vma, nanos));
      wait.waits(X2, "a reader holds " + vma);
      s.writer().interrupt();
      wait.fails(W5, InterruptedException.class, "its thread was interrupted");
      s.check(W5, s.mm().isWriteLocked(), "the mmap lock is not held after an interrupted wait");
      s.readableInTheEnd(W5, s.mm(), vma, "after a tryStartWrite that was interrupted");
      s.contended(W5, s.mm(), vmas.get(1), "while write-held, after an interrupted wait elsewhere");
    }
    hold.end();
    s.equal(W5, 0, tries(s, vma, 0), "tryStartWrite after the reader left");
    s.writer().writeUnlocks(s.mm());
  }

  private static void interruptBefore(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer()
        .asks(
            "tryStartWrite",
            () -> {
              Thread.currentThread().interrupt();
              return s.strategy().tryStartWrite(s.mm(), vma, ENDLESS);
            })
        .fails(W5, InterruptedException.class, "its thread was interrupted before");
    s.check(W5, !s.strategy().isWriteHeld(vma), vma + " says write-held after an interrupt");
    s.readableInTheEnd(W5, s.mm(), vma, "after a tryStartWrite of an interrupted thread");
    s.writer().does("clear of the interrupt", Thread::interrupted);
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    s.contended(X1, s.mm(), vma, "while write-held");
    s.writer().writeUnlocks(s.mm());
  }

  private static void freeAfterwards(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    tries(s, vma, 0);
    tries(s, vma, SHORT);
    s.writer().writeUnlocks(s.mm());
    s.readable(W5, s.mm(), vma, "after writers gave up, with a hold from before");
    ReadHold second = s.actor("second reader").holds(s.mm(), vma);
    s.equal(W5, 2, s.strategy().readers(vma), "the number of readers");
    hold.end();
    second.end();
    s.writer().writeLocks(s.mm());
    s.writer()
        .starts("startWrite", () -> s.strategy().startWrite(s.mm(), vma))
        .returns(W5, "no reader is inside, and other writers only gave up");
    s.writer().writeUnlocks(s.mm());
  }

  /** The flag of a writer that gave up must not make a detach wait for ever. */
  private static void detachAfterwards(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    tries(s, vma, 0);
    ActorCall<Integer> wait =
        s.writer().asks("tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), vma, ENDLESS));
    wait.waits(X2, "a reader holds " + vma);
    s.writer().interrupt();
    wait.fails(W5, InterruptedException.class, "its thread was interrupted");
    hold.end();
    s.writer()
        .starts("detach", () -> s.strategy().detach(s.mm(), vma))
        .returns(W5, "no reader is inside, and writers only gave up");
    s.writer().writeUnlocks(s.mm());
    s.detached(W5, s.mm(), vma, "after detach");
  }

  private static void againAndAgain(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    for (int i = 0; i < 200; i++) {
      s.equal(W5, 1, tries(s, vma, i % 2), "what try number " + i + " says of one reader");
    }
    s.equal(W5, 1, s.strategy().readers(vma), "after many tries the number of readers");
    hold.end();
    s.equal(W5, 0, tries(s, vma, 0), "tryStartWrite after the reader left");
    s.writer().writeUnlocks(s.mm());
  }

  // ---- In bulk ----

  private static void bulkHolds(Stage s) {
    List<Vma> vmas = s.attached(4);
    s.writer().writeLocks(s.mm());
    s.equal(W5, 0, triesAll(s, vmas, 0), "bulk tryStartWrite of free VMAs");
    vmas.forEach(vma -> s.contended(X1, s.mm(), vma, "while write-held by a bulk tryStartWrite"));
    s.equal(W5, 0, triesAll(s, List.of(), 0), "bulk tryStartWrite of nothing");
    s.writer().writeUnlocks(s.mm());
    vmas.forEach(vma -> s.readable(W5, s.mm(), vma, "after the section"));
  }

  private static void bulkGivesBack(Stage s) {
    List<Vma> vmas = s.attached(3);
    for (Vma held : vmas) {
      String which = "kept waiting by number " + vmas.indexOf(held);
      ReadHold hold = s.actor("reader of " + vmas.indexOf(held)).holds(s.mm(), held);
      s.writer().writeLocks(s.mm());
      for (long nanos : new long[] {0, SHORT}) {
        s.equal(W5, 1, triesAll(s, vmas, nanos), "bulk tryStartWrite, " + which);
        List<Vma> twice = List.of(vmas.get(0), vmas.get(0), vmas.get(1), vmas.get(2), vmas.get(0));
        s.equal(W5, 1, triesAll(s, twice, nanos), "bulk tryStartWrite of some twice, " + which);
      }
      for (Vma vma : vmas) {
        s.check(W5, !s.strategy().isWriteHeld(vma), vma + " says write-held, " + which);
        s.readableInTheEnd(W5, s.mm(), vma, "after a bulk tryStartWrite gave up, " + which);
      }
      hold.end();
      s.equal(W5, 0, triesAll(s, vmas, 0), "bulk tryStartWrite after the reader left");
      vmas.forEach(vma -> s.contended(X1, s.mm(), vma, "while write-held after another try"));
      s.writer().writeUnlocks(s.mm());
    }
  }

  private static void bulkKeeps(Stage s) {
    List<Vma> vmas = s.attached(4);
    Vma before = vmas.get(0);
    Vma attached = s.newVma();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vmas.get(2));
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), before));
    s.writer().does("attach", () -> s.strategy().attach(s.mm(), attached));
    List<Vma> all = List.of(attached, vmas.get(1), before, before, vmas.get(2), vmas.get(3));
    s.equal(W5, 1, triesAll(s, all, 0), "bulk tryStartWrite with a reader in the middle");
    for (Vma vma : List.of(before, attached)) {
      s.contended(W5, s.mm(), vma, "while write-held since before a bulk tryStartWrite gave up");
      s.check(W5, s.strategy().isWriteHeld(vma), vma + " lost the write hold from before");
    }
    s.readableInTheEnd(W5, s.mm(), vmas.get(1), "after a bulk tryStartWrite that took it gave up");
    s.readableInTheEnd(W5, s.mm(), vmas.get(3), "after a bulk tryStartWrite that listed it");
    hold.end();
    s.writer().writeUnlocks(s.mm());
  }

  private static void bulkInterrupted(Stage s) {
    List<Vma> vmas = s.attached(3);
    ReadHold hold = s.actor("first reader").holds(s.mm(), vmas.get(1));
    s.writer().writeLocks(s.mm());
    ActorCall<Integer> wait =
        s.writer().asks("tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), vmas, ENDLESS));
    wait.waits(X2, "a reader holds " + vmas.get(1));
    s.contended(X3, s.mm(), vmas.get(1), "while a bulk tryStartWrite waits for it");
    s.writer().interrupt();
    wait.fails(W5, InterruptedException.class, "its thread was interrupted");
    for (Vma vma : vmas) {
      s.check(W5, !s.strategy().isWriteHeld(vma), vma + " says write-held after an interrupt");
      s.readableInTheEnd(W5, s.mm(), vma, "after a bulk tryStartWrite was interrupted");
    }
    hold.end();
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas));
    s.writer().writeUnlocks(s.mm());
  }

  private static void bulkWaits(Stage s) {
    List<Vma> vmas = s.attached(3);
    for (Vma held : vmas) {
      ReadHold hold = s.actor("reader of " + vmas.indexOf(held)).holds(s.mm(), held);
      s.writer().writeLocks(s.mm());
      ActorCall<Integer> wait =
          s.writer().asks("tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), vmas, ENDLESS));
      wait.waits(X2, "a reader holds number " + vmas.indexOf(held));
      hold.end();
      s.equal(W5, 0, wait.returns(P2, "the reader has left"), "what tryStartWrite returned");
      vmas.forEach(vma -> s.contended(X1, s.mm(), vma, "while write-held in bulk"));
      s.writer().writeUnlocks(s.mm());
    }
  }

  private static int tries(Stage s, Vma vma, long nanos) {
    return s.writer()
        .asks("tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), vma, nanos))
        .returns(W5, "its time is " + nanos + " ns");
  }

  private static int triesAll(Stage s, List<Vma> vmas, long nanos) {
    return s.writer()
        .asks("bulk tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), vmas, nanos))
        .returns(W5, "its time is " + nanos + " ns");
  }
}
