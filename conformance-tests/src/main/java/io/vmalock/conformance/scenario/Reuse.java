package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.L6;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Rule;
import java.util.List;

/** A VMA that comes back, in this mm or another: L6. */
final class Reuse {
  private Reuse() {}

  static List<Scenario> all() {
    return List.of(
        scenario("an mm gives hold of its own VMAs only", List.of(L6), Reuse::ownOnly),
        reuse("a VMA comes back", List.of(L6, L3), Reuse::comesBack),
        reuse("a VMA moves to another mm", List.of(L6, L3), Reuse::moves),
        reuse("a writer of the new mm is woken", List.of(L6, P2, X2), Reuse::newWriterIsWoken),
        reuse("writers of two mms are woken, each by its reader", List.of(P2, L6), Reuse::twoWait),
        reuse("detach from the new mm waits", List.of(L4, L6, P2), Reuse::detachFromNew),
        reuse("old references do not disturb", List.of(L6), Reuse::oldReferences));
  }

  private static Scenario reuse(String name, List<Rule> rules, Scenario.Body body) {
    return scenario(name, rules, body).with(Capability.VMA_REUSE);
  }

  private static void ownOnly(Stage s) {
    Vma vma = s.attached();
    Mm other = s.newMm(Limits.DEFAULT);
    s.detached(L6, other, vma, "under an mm that it was never attached to");
    s.equal(L6, 0, s.strategy().readers(vma), "the number of readers after a refused read");
    s.reader().does("readLock", other::readLock);
    long stamp = s.reader().gets("startReadLocked", () -> s.strategy().startReadLocked(other, vma));
    s.equal(L6, Answer.DETACHED, Answer.of(stamp), "startReadLocked under another mm");
    s.reader().does("readUnlock", other::readUnlock);
    s.readable(L6, s.mm(), vma, "under its own mm");
  }

  private static void comesBack(Stage s) {
    Vma vma = s.attached();
    for (int i = 0; i < 5; i++) {
      s.detach(s.mm(), vma);
      s.detached(L6, s.mm(), vma, "after detach number " + (i + 1));
      s.writer().writeLocks(s.mm());
      s.writer().does("attach", () -> s.strategy().attach(s.mm(), vma));
      s.contended(L3, s.mm(), vma, "in the section that attached it again");
      s.writer().writeUnlocks(s.mm());
      s.readable(L6, s.mm(), vma, "after it was attached again");
      startWriteWaits(s, s.mm(), vma, "reader " + i);
    }
    s.writer().writeLocks(s.mm());
    s.writer().does("detach", () -> s.strategy().detach(s.mm(), vma));
    s.writer().does("attach", () -> s.strategy().attach(s.mm(), vma));
    s.contended(L3, s.mm(), vma, "in the section that detached and attached it");
    s.writer().writeUnlocks(s.mm());
    s.readable(L6, s.mm(), vma, "after a section that detached and attached it");
  }

  private static void moves(Stage s) {
    Mm one = s.mm();
    Mm two = s.newMm(Limits.DEFAULT);
    Vma vma = s.attached(one);
    Mm from = one;
    for (int i = 0; i < 6; i++) {
      Mm to = from == one ? two : one;
      s.detach(from, vma);
      s.writer().writeLocks(to);
      s.writer().does("attach", () -> s.strategy().attach(to, vma));
      s.refused(L3, to, vma, "in the section of the new mm that attached it");
      s.refused(L6, from, vma, "under its old mm, while the new one attaches it");
      s.check(L3, s.strategy().isWriteHeld(vma), vma + " is not write-held after attach");
      s.writer().writeUnlocks(to);
      s.readable(L6, to, vma, "under its new mm");
      s.detached(L6, from, vma, "under its old mm");
      startWriteWaits(s, to, vma, "reader " + i);
      from = to;
    }
  }

  private static void startWriteWaits(Stage s, Mm mm, Vma vma, String reader) {
    ReadHold hold = s.actor(reader).holds(mm, vma);
    s.writer().writeLocks(mm);
    ActorCall<Void> wait = s.writerWaitsFor(mm, vma);
    s.contended(X3, mm, vma, "while a writer waits for it");
    hold.end();
    wait.returns(L6, "the reader has left, and the VMA was attached before");
    s.contended(X1, mm, vma, "while write-held");
    s.writer().writeUnlocks(mm);
  }

  private static void newWriterIsWoken(Stage s) {
    Mm two = s.newMm(Limits.DEFAULT);
    Vma vma = s.attached();
    startWriteWaits(s, s.mm(), vma, "first reader");
    s.detach(s.mm(), vma);
    s.attach(two, vma);
    startWriteWaits(s, two, vma, "second reader");
  }

  private static void twoWait(Stage s) {
    Mm two = s.newMm(Limits.DEFAULT);
    Vma here = s.attached();
    Vma there = s.attached(two);
    // Each has been in the other mm before.
    s.detach(s.mm(), here);
    s.detach(two, there);
    s.attach(s.mm(), there);
    s.attach(two, here);
    ReadHold holdHere = s.actor("reader here").holds(two, here);
    ReadHold holdThere = s.actor("reader there").holds(s.mm(), there);
    Actor writer = s.actor("second writer");
    s.writer().writeLocks(s.mm());
    writer.writeLocks(two);
    ActorCall<Void> waitThere = s.writerWaitsFor(s.mm(), there);
    ActorCall<Void> waitHere =
        writer.starts("startWrite", () -> s.strategy().startWrite(two, here));
    waitHere.waits(X2, "a reader holds " + here);
    holdHere.end();
    waitHere.returns(P2, "its reader has left");
    waitThere.waits(X2, "its reader is still inside; the other mm's has left");
    holdThere.end();
    waitThere.returns(P2, "its reader has left");
    writer.writeUnlocks(two);
    s.writer().writeUnlocks(s.mm());
  }

  private static void detachFromNew(Stage s) {
    Mm two = s.newMm(Limits.DEFAULT);
    Vma vma = s.attached();
    s.detach(s.mm(), vma);
    s.attach(two, vma);
    ReadHold hold = s.actor("first reader").holds(two, vma);
    s.writer().writeLocks(two);
    ActorCall<Void> wait = s.writer().starts("detach", () -> s.strategy().detach(two, vma));
    wait.waits(L4, "a reader holds " + vma);
    s.refused(L4, two, vma, "while detach waits for its readers");
    s.refused(L6, s.mm(), vma, "under its old mm, while detach waits");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.writer().writeUnlocks(two);
  }

  /** Readers that ask under the old mm go in and out again; the new mm's writer must not notice. */
  private static void oldReferences(Stage s) {
    Mm two = s.newMm(Limits.DEFAULT);
    Vma vma = s.attached();
    s.detach(s.mm(), vma);
    s.attach(two, vma);
    for (int i = 0; i < 100; i++) {
      s.detached(L6, s.mm(), vma, "under its old mm");
    }
    s.equal(L6, 0, s.strategy().readers(vma), "the number of readers after refused reads");
    ReadHold hold = s.actor("first reader").holds(two, vma);
    s.writer().writeLocks(two);
    ActorCall<Void> wait = s.writerWaitsFor(two, vma);
    for (int i = 0; i < 100; i++) {
      s.refused(L6, s.mm(), vma, "under its old mm");
    }
    wait.waits(X2, "a reader holds " + vma + "; others asked under the old mm");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.writer().writeUnlocks(two);
  }
}
