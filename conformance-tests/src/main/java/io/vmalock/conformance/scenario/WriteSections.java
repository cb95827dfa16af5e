package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P4;
import static io.vmalock.conformance.check.Rule.W1;
import static io.vmalock.conformance.check.Rule.W2;
import static io.vmalock.conformance.check.Rule.W3;
import static io.vmalock.conformance.check.Rule.W4;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.W6;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.CannotJudge;
import io.vmalock.conformance.check.Rule;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** The write holds of a section, and their ends: W1 to W4 and W6. */
final class WriteSections {
  private static final int MANY = 64;

  /** A design may remember a few, such as the one it waits for. */
  private static final int A_FEW = 4;

  /** The number of VMAs that a strategy may keep reachable, however many a section write-holds. */
  private static final int KEPT_AT_MOST = 1024;

  private static final int COLLECTIONS = 10;

  private WriteSections() {}

  static List<Scenario> all() {
    return List.of(
        scenario("startWrite twice is once", List.of(W1), WriteSections::twice),
        scenario(
            "startWrite after attach is nothing new", List.of(W1, L3), WriteSections::afterAttach),
        scenario("the section's end releases all", List.of(W2), WriteSections::endReleasesAll),
        scenario(
            "the section's end releases none of another mm", List.of(W2), WriteSections::otherMm),
        scenario("a section keeps no list", List.of(W2), WriteSections::keepsNoList),
        scenario(
            "only the section's end ends a write hold", List.of(W3), WriteSections::nothingElse),
        scenario("a downgrade lets readers in", List.of(W4, P4), WriteSections::downgrade),
        scenario(
            "a downgrade keeps writers out", List.of(W4), WriteSections::downgradeKeepsWriters),
        scenario("endWrite lets readers in", List.of(W6), WriteSections::endWrite)
            .with(Capability.EARLY_END_WRITE),
        scenario("endWrite releases that VMA alone", List.of(W6), WriteSections::endWriteAlone)
            .with(Capability.EARLY_END_WRITE),
        scenario(
                "endWrite of an attached VMA lets readers in",
                List.of(W6),
                WriteSections::endOfAttached)
            .with(Capability.EARLY_END_WRITE),
        scenario(
                "startWrite after endWrite waits again",
                List.of(W6, X2),
                WriteSections::endAndAgain)
            .with(Capability.EARLY_END_WRITE),
        scenario(
                "endWrite is as good in the next sections",
                List.of(W6, X1),
                WriteSections::endThenNext)
            .with(Capability.EARLY_END_WRITE));
  }

  private static void twice(Stage s) {
    List<Vma> vmas = s.attached(2);
    Vma vma = vmas.get(0);
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    for (int i = 0; i < 3; i++) {
      s.writer()
          .starts("second startWrite", () -> s.strategy().startWrite(s.mm(), vma))
          .returns(W1, "the section write-holds " + vma + " already");
      s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas.get(1)));
    }
    s.contended(W1, s.mm(), vma, "while write-held twice");
    s.writer().writeUnlocks(s.mm());
    s.readable(W1, s.mm(), vma, "after the section that write-held it twice");
  }

  private static void afterAttach(Stage s) {
    Vma vma = s.newVma();
    s.writer().writeLocks(s.mm());
    s.writer().does("attach", () -> s.strategy().attach(s.mm(), vma));
    s.writer()
        .starts("startWrite", () -> s.strategy().startWrite(s.mm(), vma))
        .returns(W1, "attach write-holds " + vma + " already");
    s.contended(L3, s.mm(), vma, "while write-held by attach and startWrite");
    s.writer().writeUnlocks(s.mm());
    s.readable(L3, s.mm(), vma, "after the section that attached it");
  }

  private static void endReleasesAll(Stage s) {
    List<Vma> vmas = s.attached(MANY);
    s.writer().writeLocks(s.mm());
    for (Vma vma : vmas) {
      s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    }
    for (Vma vma : vmas) {
      s.check(X1, s.strategy().isWriteHeld(vma), vma + " is not write-held after startWrite");
      s.contended(W3, s.mm(), vma, "while write-held with others");
    }
    s.writer().writeUnlocks(s.mm());
    for (Vma vma : vmas) {
      s.readable(W2, s.mm(), vma, "after the section that write-held it with others");
    }
  }

  private static void otherMm(Stage s) {
    Vma here = s.attached();
    Mm elsewhere = s.newMm(Limits.DEFAULT);
    Actor other = s.actor("writer elsewhere");
    Vma there = s.newVma();
    other.inSection(elsewhere, () -> s.strategy().attach(elsewhere, there));
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), here));
    for (int i = 0; i < 3; i++) {
      other.inSection(elsewhere, () -> s.strategy().startWrite(elsewhere, there));
      s.contended(W2, s.mm(), here, "while write-held, after a section of another mm ended");
    }
    s.check(W2, s.strategy().isWriteHeld(here), here + " is write-held and does not say so");
    s.writer().writeUnlocks(s.mm());
  }

  /**
   * While the section is open, write-held VMAs without other references can be collected, except
   * for a bounded number. So the end of the section cannot go through a list of them, and its price
   * does not grow.
   */
  private static void keepsNoList(Stage s) {
    int few = kept(s, KEPT_AT_MOST);
    if (few <= A_FEW) {
      return;
    }
    // A bounded number is no list: with many more VMAs it stays the same.
    int many = 2 * KEPT_AT_MOST;
    int of = kept(s, many);
    s.check(
        W2,
        of <= KEPT_AT_MOST,
        "while a section write-holds "
            + many
            + " VMAs that nobody else refers to, "
            + of
            + " of them are still referred to, and of "
            + KEPT_AT_MOST
            + " "
            + few
            + ": the section keeps a list of them, and its end costs as much as the list is long; "
            + KEPT_AT_MOST
            + " may be kept, for another reason");
  }

  /** The number of VMAs that stay reachable, of {@code count} that a section write-holds. */
  private static int kept(Stage s, int count) {
    Mm mm = s.newMm(Limits.DEFAULT);
    s.writer().writeLocks(mm);
    List<WeakReference<Vma>> held =
        s.writer().gets("attach of many", () -> attachMany(s.strategy(), mm, count));
    WeakReference<Object> canary = new WeakReference<>(new Object());
    int left = count;
    for (int i = 0; i < COLLECTIONS && left > A_FEW; i++) {
      System.gc();
      left = (int) held.stream().filter(each -> each.get() != null).count();
    }
    s.writer().writeUnlocks(mm);
    if (canary.get() != null) {
      throw new CannotJudge("this JVM does not collect garbage when asked to");
    }
    return left;
  }

  private static List<WeakReference<Vma>> attachMany(VmaLockStrategy strategy, Mm mm, int count) {
    List<WeakReference<Vma>> held = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Vma vma = strategy.newVma(i * 0x1000L, (i + 1) * 0x1000L, null);
      strategy.attach(mm, vma);
      held.add(new WeakReference<>(vma));
    }
    return held;
  }

  private static void nothingElse(Stage s) {
    List<Vma> vmas = s.attached(4);
    Vma vma = vmas.get(0);
    Vma read = vmas.get(3);
    ReadHold elsewhere = s.actor("reader elsewhere").holds(s.mm(), read);
    Actor writer = s.writer();
    writer.writeLocks(s.mm());
    writer.does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    holds(s, W3, vma, "startWrite");
    writer.does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas.get(1)));
    holds(s, W3, vma, "startWrite of another VMA");
    Vma fresh = s.newVma();
    writer.does("attach", () -> s.strategy().attach(s.mm(), fresh));
    holds(s, W3, vma, "attach of another VMA");
    writer.does("detach", () -> s.strategy().detach(s.mm(), vmas.get(2)));
    holds(s, W3, vma, "detach of another VMA");
    if (s.has(Capability.INTERRUPTIBLE_WAIT)) {
      int inside = writer.gets("tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), read, 0));
      s.equal(X2, 1, inside, "tryStartWrite of a VMA with a reader");
      holds(s, W3, vma, "a tryStartWrite of another VMA that gave up");
      s.readableInTheEnd(W5, s.mm(), read, "after a tryStartWrite that gave up");
    }
    if (s.has(Capability.EARLY_END_WRITE)) {
      writer.does("endWrite", () -> s.strategy().endWrite(s.mm(), vmas.get(1)));
      holds(s, W6, vma, "endWrite of another VMA");
    }
    elsewhere.end();
    holds(s, W3, vma, "the end of a hold of another VMA");
    s.actor("reader of the rest").asked(s.mm(), read);
    holds(s, W3, vma, "a read of another VMA");
    writer.writeUnlocks(s.mm());
    s.readable(W2, s.mm(), vma, "after the section");
  }

  private static void holds(Stage s, Rule rule, Vma vma, String after) {
    s.contended(rule, s.mm(), vma, "while write-held, after " + after);
    s.check(rule, s.strategy().isWriteHeld(vma), vma + " does not say write-held after " + after);
  }

  private static void downgrade(Stage s) {
    Vma vma = s.attached();
    Vma fresh = s.newVma();
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    s.writer().does("attach", () -> s.strategy().attach(s.mm(), fresh));
    s.writer().does("downgrade", s.mm()::downgrade);
    s.check(W4, !s.strategy().isWriteHeld(vma), vma + " says write-held after a downgrade");
    s.readable(W4, s.mm(), vma, "after a downgrade of the section that write-held it");
    s.readable(W4, s.mm(), fresh, "after a downgrade of the section that attached it");
    s.ruleIfStuck(P4);
    s.writer().holdsLocked(s.mm(), vma).end();
    s.writer().does("readUnlock", s.mm()::readUnlock);
    s.readable(W4, s.mm(), vma, "after the mmap lock was released");
  }

  private static void downgradeKeepsWriters(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    s.writer().does("downgrade", s.mm()::downgrade);
    Actor second = s.actor("second writer");
    ActorCall<Void> lock = second.starts("writeLock", s.mm()::writeLock);
    lock.waits(W4, "the mmap lock is held for reading since a downgrade");
    s.readable(W4, s.mm(), vma, "after a downgrade, with a writer waiting for the mmap lock");
    s.writer().does("readUnlock", s.mm()::readUnlock);
    lock.returns(W4, "the mmap lock was released");
    second.does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    s.contended(X1, s.mm(), vma, "while write-held by the second writer");
    second.writeUnlocks(s.mm());
  }

  private static void endWrite(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    s.writer().does("endWrite", () -> s.strategy().endWrite(s.mm(), vma));
    s.check(W6, !s.strategy().isWriteHeld(vma), vma + " says write-held after endWrite");
    s.readableInTheEnd(W6, s.mm(), vma, "after endWrite, in the same section");
    s.writer().writeUnlocks(s.mm());
    s.readable(W6, s.mm(), vma, "after the section in which endWrite released it");
  }

  private static void endWriteAlone(Stage s) {
    List<Vma> vmas = s.attached(3);
    s.writer().writeLocks(s.mm());
    for (Vma vma : vmas) {
      s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    }
    s.writer().does("endWrite", () -> s.strategy().endWrite(s.mm(), vmas.get(1)));
    s.contended(W6, s.mm(), vmas.get(0), "while write-held, after endWrite of another VMA");
    s.contended(W6, s.mm(), vmas.get(2), "while write-held, after endWrite of another VMA");
    s.readableInTheEnd(W6, s.mm(), vmas.get(1), "after endWrite");
    s.writer().writeUnlocks(s.mm());
  }

  private static void endOfAttached(Stage s) {
    Vma vma = s.newVma();
    s.writer().writeLocks(s.mm());
    s.writer().does("attach", () -> s.strategy().attach(s.mm(), vma));
    s.contended(L3, s.mm(), vma, "in the section that attached it");
    s.writer().does("endWrite", () -> s.strategy().endWrite(s.mm(), vma));
    s.readableInTheEnd(W6, s.mm(), vma, "after endWrite, in the section that attached it");
    s.writer().writeUnlocks(s.mm());
  }

  /** The number that endWrite leaves must not look write-held to the next startWrite. */
  private static void endAndAgain(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    for (int i = 0; i < 3; i++) {
      s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
      s.contended(X1, s.mm(), vma, "while write-held again");
      s.writer().does("endWrite", () -> s.strategy().endWrite(s.mm(), vma));
      s.readableInTheEnd(W6, s.mm(), vma, "after endWrite number " + (i + 1));
      Actor first = s.actor("reader " + i);
      ActorCall<Long> read = first.asks("startRead", () -> getIn(s, vma));
      ReadHold hold = new ReadHold(first, vma, read.returns(W6, "endWrite released " + vma));
      ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
      s.contended(X3, s.mm(), vma, "while a writer waits for it again");
      hold.end();
      wait.returns(P2, "the reader has left");
      s.writer().does("endWrite", () -> s.strategy().endWrite(s.mm(), vma));
    }
    s.writer().writeUnlocks(s.mm());
  }

  /** A hold in an open section, where a false CONTENDED is allowed now and then. */
  private static long getIn(Stage s, Vma vma) {
    long stamp = s.strategy().startRead(s.mm(), vma);
    while (stamp == VmaLockStrategy.CONTENDED && s.mm().isWriteLocked()) {
      Thread.yield();
      stamp = s.strategy().startRead(s.mm(), vma);
    }
    return stamp;
  }

  private static void endThenNext(Stage s) {
    Vma vma = s.attached();
    for (int i = 0; i < 8; i++) {
      s.writer().writeLocks(s.mm());
      s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
      s.contended(X1, s.mm(), vma, "while write-held, after earlier sections with endWrite");
      if (i % 2 == 0) {
        s.writer().does("endWrite", () -> s.strategy().endWrite(s.mm(), vma));
      }
      s.writer().writeUnlocks(s.mm());
      s.readable(W6, s.mm(), vma, "after a section with endWrite");
    }
  }
}
