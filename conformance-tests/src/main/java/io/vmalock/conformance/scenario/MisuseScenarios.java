package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.M1;
import static io.vmalock.conformance.check.Rule.M2;
import static io.vmalock.conformance.check.Rule.M3;
import static io.vmalock.conformance.check.Rule.M4;
import static io.vmalock.conformance.check.Rule.M5;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P4;
import static io.vmalock.conformance.check.Rule.P7;
import static io.vmalock.conformance.check.Rule.W3;
import static io.vmalock.conformance.scenario.Scenario.scenario;
import static java.util.Arrays.asList;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Rule;
import java.util.ArrayList;
import java.util.List;

/** Refused calls, which leave everything as it was: M1 to M5. */
final class MisuseScenarios {
  private static final Class<? extends Exception> MONITOR = IllegalMonitorStateException.class;
  private static final Class<? extends Exception> STATE = IllegalStateException.class;
  private static final Class<? extends Exception> ARGUMENT = IllegalArgumentException.class;
  private static final Class<? extends Exception> NULL = NullPointerException.class;

  private MisuseScenarios() {}

  /** A VMA that no strategy made. */
  private static final class ForeignVma extends Vma {
    ForeignVma() {
      super(0x1000, 0x2000, null);
    }
  }

  /** A call, with its name. */
  private record Call(String what, Actor.Action action) {}

  static List<Scenario> all() {
    return List.of(
        scenario("writing without the mmap lock", List.of(M1), MisuseScenarios::withoutLock),
        scenario("writing under others' mmap locks", List.of(M1), MisuseScenarios::underOthersLock),
        scenario(
            "startReadLocked without the mmap lock", List.of(P4, M1), MisuseScenarios::readLocked),
        scenario("attach of an attached VMA", List.of(M2), MisuseScenarios::attachTwice),
        scenario("writing a detached VMA", List.of(M2), MisuseScenarios::writeDetached),
        scenario("endRead without a hold", List.of(M3), MisuseScenarios::endReadWithout),
        scenario("endRead of a refused read", List.of(M3), MisuseScenarios::endReadOfRefused),
        scenario(
            "endRead with the stamp of another VMA's hold",
            List.of(M3),
            MisuseScenarios::endReadOfAnother),
        scenario("null", List.of(M4), MisuseScenarios::nulls),
        scenario("a VMA of another strategy", List.of(M4), MisuseScenarios::foreign),
        scenario("a VMA of another mm", List.of(M4), MisuseScenarios::ofAnotherMm),
        scenario("endWriteAll by others than the mm", List.of(M5), MisuseScenarios::endWriteAll),
        scenario("ending a section twice", List.of(M5), MisuseScenarios::endTwice),
        scenario("a section inside a section", List.of(P7), MisuseScenarios::sectionInSection),
        scenario("endWrite of what is not write-held", List.of(M2), MisuseScenarios::endWriteOfFree)
            .with(Capability.EARLY_END_WRITE));
  }

  /** Every call that needs the mmap lock for writing, on a VMA that it would fit. */
  private static List<Call> writes(Stage s, Mm mm, Vma attached, Vma detached) {
    VmaLockStrategy strategy = s.strategy();
    List<Call> calls =
        new ArrayList<>(
            List.of(
                new Call("startWrite", () -> strategy.startWrite(mm, attached)),
                new Call("bulk startWrite", () -> strategy.startWrite(mm, List.of(attached))),
                new Call("detach", () -> strategy.detach(mm, attached)),
                new Call("bulk detach", () -> strategy.detach(mm, List.of(attached))),
                new Call("attach", () -> strategy.attach(mm, detached))));
    if (s.has(Capability.INTERRUPTIBLE_WAIT)) {
      calls.add(new Call("tryStartWrite", () -> strategy.tryStartWrite(mm, attached, 0)));
      calls.add(
          new Call("bulk tryStartWrite", () -> strategy.tryStartWrite(mm, List.of(attached), 0)));
    }
    if (s.has(Capability.EARLY_END_WRITE)) {
      calls.add(new Call("endWrite", () -> strategy.endWrite(mm, attached)));
    }
    return calls;
  }

  private static void refusesEach(
      Stage s, Rule rule, Class<? extends Exception> type, Actor by, String how, List<Call> calls) {
    calls.forEach(call -> s.refuses(rule, type, by, call.what() + " " + how, call.action()));
  }

  private static void withoutLock(Stage s) {
    Vma attached = s.attached();
    Vma detached = s.newVma();
    List<Call> calls = writes(s, s.mm(), attached, detached);
    refusesEach(s, M1, MONITOR, s.writer(), "without the mmap lock", calls);
    s.writer().does("readLock", s.mm()::readLock);
    refusesEach(s, M1, MONITOR, s.writer(), "under the mmap lock for reading", calls);
    s.writer().does("readUnlock", s.mm()::readUnlock);
    s.writer().writeLocks(s.mm());
    s.writer().writeUnlocks(s.mm());
    refusesEach(s, M1, MONITOR, s.writer(), "after the section", calls);
    s.readable(M1, s.mm(), attached, "after misuse");
    s.detached(M1, s.mm(), detached, "after misuse");
  }

  private static void underOthersLock(Stage s) {
    Vma attached = s.attached();
    Vma held = s.attached();
    Vma detached = s.newVma();
    Mm other = s.newMm(Limits.DEFAULT);
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), held));
    Actor stranger = s.actor("stranger");
    List<Call> calls = writes(s, s.mm(), attached, detached);
    refusesEach(s, M1, MONITOR, stranger, "in another thread's section", calls);
    refusesEach(
        s,
        M1,
        MONITOR,
        stranger,
        "of a write-held VMA in another thread's section",
        writes(s, s.mm(), held, detached));
    stranger.writeLocks(other);
    refusesEach(s, M1, MONITOR, stranger, "in a section of another mm", calls);
    stranger.writeUnlocks(other);
    s.contended(M1, s.mm(), held, "while write-held, after misuse by a stranger");
    s.writer().writeUnlocks(s.mm());
    s.readable(M1, s.mm(), attached, "after misuse");
  }

  private static void readLocked(Stage s) {
    Vma vma = s.attached();
    Actor.Action action = () -> s.strategy().startReadLocked(s.mm(), vma);
    s.refuses(P4, MONITOR, s.reader(), "startReadLocked without the mmap lock", action);
    s.writer().writeLocks(s.mm());
    s.refuses(P4, MONITOR, s.reader(), "startReadLocked in a section", action);
    s.writer().writeUnlocks(s.mm());
  }

  private static void attachTwice(Stage s) {
    Vma vma = s.attached();
    Mm other = s.newMm(Limits.DEFAULT);
    ReadHold hold = s.reader().holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    s.refuses(
        M2, STATE, s.writer(), "attach to its own mm", () -> s.strategy().attach(s.mm(), vma));
    s.writer().writeUnlocks(s.mm());
    s.writer().writeLocks(other);
    s.refuses(M2, STATE, s.writer(), "attach to another mm", () -> s.strategy().attach(other, vma));
    s.writer().writeUnlocks(other);
    s.readable(M2, s.mm(), vma, "after attach was refused");
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait =
        s.writer().starts("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    wait.waits(M2, "a reader was inside " + vma + " when attach was refused");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.refuses(M2, STATE, s.writer(), "attach while held", () -> s.strategy().attach(s.mm(), vma));
    s.writer().writeUnlocks(s.mm());
  }

  private static void writeDetached(Stage s) {
    Vma vma = s.newVma();
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    s.writer().writeLocks(mm);
    List<Call> calls =
        new ArrayList<>(
            List.of(
                new Call("startWrite", () -> strategy.startWrite(mm, vma)),
                new Call("bulk startWrite", () -> strategy.startWrite(mm, List.of(vma))),
                new Call("detach", () -> strategy.detach(mm, vma)),
                new Call("bulk detach", () -> strategy.detach(mm, List.of(vma)))));
    if (s.has(Capability.INTERRUPTIBLE_WAIT)) {
      calls.add(new Call("tryStartWrite", () -> strategy.tryStartWrite(mm, vma, 0)));
      calls.add(new Call("bulk tryStartWrite", () -> strategy.tryStartWrite(mm, List.of(vma), 0)));
    }
    refusesEach(s, M2, STATE, s.writer(), "of a new VMA", calls);
    s.writer().does("attach", () -> strategy.attach(mm, vma));
    s.writer().does("detach", () -> strategy.detach(mm, vma));
    refusesEach(s, M2, STATE, s.writer(), "of a VMA detached in this section", calls);
    s.writer().writeUnlocks(mm);
    s.detached(M2, mm, vma, "after misuse");
  }

  private static void endReadWithout(Stage s) {
    Vma vma = s.attached();
    Vma fresh = s.newVma();
    s.ruleIfStuck(M3);
    ReadHold hold = s.reader().holds(s.mm(), vma);
    long stamp = hold.stamp();
    hold.end();
    Actor.Action again = () -> s.strategy().endRead(vma, stamp);
    s.refuses(M3, MONITOR, s.reader(), "endRead a second time", again);
    // No stamp is right without a reader inside, least of all one that was never given.
    for (long made : new long[] {1, 2, 63, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
      s.refuses(
          M3,
          MONITOR,
          s.reader(),
          "endRead of the made-up stamp " + made,
          () -> s.strategy().endRead(vma, made));
    }
    s.refuses(M3, MONITOR, s.actor("stranger"), "endRead by another thread", again);
    s.refuses(
        M3, MONITOR, s.reader(), "endRead of a new VMA", () -> s.strategy().endRead(fresh, stamp));
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    s.refuses(M3, MONITOR, s.reader(), "endRead while write-held", again);
    s.contended(M3, s.mm(), vma, "while write-held, after misuse");
    s.writer().does("detach", () -> s.strategy().detach(s.mm(), vma));
    s.refuses(M3, MONITOR, s.reader(), "endRead after detach", again);
    s.writer().writeUnlocks(s.mm());
    s.detached(M3, s.mm(), vma, "after misuse");
  }

  /** Each answer of a startRead that failed, while another reader is inside and must stay so. */
  private static void endReadOfRefused(Stage s) {
    Vma vma = s.attached();
    s.ruleIfStuck(M3);
    ReadHold hold = s.reader().holds(s.mm(), vma);
    for (long answer : new long[] {VmaLockStrategy.CONTENDED, VmaLockStrategy.DETACHED}) {
      s.refuses(
          M3,
          MONITOR,
          s.actor("refused reader"),
          "endRead of the answer " + Answer.of(answer),
          () -> s.strategy().endRead(vma, answer));
    }
    s.equal(M3, 1, s.strategy().readers(vma), "the number of readers");
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait =
        s.writer().starts("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    wait.waits(M3, "a reader holds " + vma + "; only ends of refused reads were tried");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.writer().writeUnlocks(s.mm());
  }

  /** It is refused, or ends a hold of the VMA that it names; never the hold that has the stamp. */
  private static void endReadOfAnother(Stage s) {
    Vma vma = s.attached();
    Vma other = s.attached();
    s.ruleIfStuck(M3);
    ReadHold hold = s.reader().holds(s.mm(), vma);
    Actor.Action ofOther = () -> s.strategy().endRead(other, hold.stamp());
    s.refuses(M3, MONITOR, s.reader(), "endRead of a free VMA with that stamp", ofOther);
    s.equal(M3, 1, s.strategy().readers(vma), "the number of readers of the VMA with the stamp");
    ReadHold held = s.actor("neighbour").holds(s.mm(), other);
    s.reader()
        .does(
            "endRead of another VMA that is held",
            () -> {
              try {
                ofOther.run();
                held.forget();
              } catch (IllegalMonitorStateException refused) {
                // As it may be; its stamp is another one.
              }
            });
    s.equal(M3, 1, s.strategy().readers(vma), "the number of readers of the VMA with the stamp");
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait =
        s.writer().starts("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    wait.waits(M3, "a reader holds " + vma + "; its stamp ended a hold of " + other + " at most");
    held.endIfLeft();
    hold.end();
    wait.returns(P2, "the reader has left");
    s.writer().writeUnlocks(s.mm());
  }

  @SuppressWarnings("NullAway") // on purpose
  private static void nulls(Stage s) {
    Vma vma = s.attached();
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    Vma detached = s.newVma();
    Vma none = null;
    s.refuses(M4, NULL, s.reader(), "startRead of null", () -> strategy.startRead(mm, none));
    s.refuses(M4, NULL, s.reader(), "endRead of null", () -> strategy.endRead(none, 1));
    s.reader().does("readLock", mm::readLock);
    s.refuses(
        M4, NULL, s.reader(), "startReadLocked of null", () -> strategy.startReadLocked(mm, none));
    s.reader().does("readUnlock", mm::readUnlock);
    List<Call> calls =
        new ArrayList<>(
            List.of(
                new Call("startWrite", () -> strategy.startWrite(mm, none)),
                new Call("bulk startWrite", () -> strategy.startWrite(mm, asList(vma, none))),
                new Call("attach", () -> strategy.attach(mm, none)),
                new Call("detach", () -> strategy.detach(mm, none)),
                new Call("bulk detach", () -> strategy.detach(mm, asList(vma, none))),
                new Call("attach to null", () -> strategy.attach(null, detached))));
    if (s.has(Capability.INTERRUPTIBLE_WAIT)) {
      calls.add(new Call("tryStartWrite", () -> strategy.tryStartWrite(mm, none, 0)));
    }
    if (s.has(Capability.EARLY_END_WRITE)) {
      calls.add(new Call("endWrite", () -> strategy.endWrite(mm, none)));
    }
    s.writer().writeLocks(mm);
    refusesEach(s, M4, NULL, s.writer(), "of null", calls);
    s.writer().writeUnlocks(mm);
    s.readable(M4, mm, vma, "after misuse");
  }

  private static void foreign(Stage s) {
    Vma foreign = new ForeignVma();
    Vma vma = s.attached();
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    List<Call> reads =
        List.of(
            new Call("startRead", () -> strategy.startRead(mm, foreign)),
            new Call("endRead", () -> strategy.endRead(foreign, 1)));
    refusesEach(s, M4, ARGUMENT, s.reader(), "of a VMA that no strategy made", reads);
    s.reader().does("readLock", mm::readLock);
    s.refuses(
        M4,
        ARGUMENT,
        s.reader(),
        "startReadLocked of a VMA that no strategy made",
        () -> strategy.startReadLocked(mm, foreign));
    s.reader().does("readUnlock", mm::readUnlock);
    List<Call> calls =
        new ArrayList<>(
            List.of(
                new Call("startWrite", () -> strategy.startWrite(mm, foreign)),
                new Call("bulk startWrite", () -> strategy.startWrite(mm, List.of(vma, foreign))),
                new Call("attach", () -> strategy.attach(mm, foreign)),
                new Call("detach", () -> strategy.detach(mm, foreign)),
                new Call("bulk detach", () -> strategy.detach(mm, List.of(vma, foreign)))));
    if (s.has(Capability.INTERRUPTIBLE_WAIT)) {
      calls.add(new Call("tryStartWrite", () -> strategy.tryStartWrite(mm, foreign, 0)));
    }
    if (s.has(Capability.EARLY_END_WRITE)) {
      calls.add(new Call("endWrite", () -> strategy.endWrite(mm, foreign)));
    }
    s.writer().writeLocks(mm);
    for (Call call : calls) {
      // Detached as well as foreign: either exception tells the truth.
      s.refuses(
          M4, RuntimeException.class, s.writer(), call.what() + " of a foreign VMA", call.action());
    }
    s.writer().writeUnlocks(mm);
    s.check(M4, foreign.mm() == null, "a foreign VMA was attached");
    s.readable(M4, mm, vma, "after misuse");
  }

  private static void ofAnotherMm(Stage s) {
    Mm other = s.newMm(Limits.DEFAULT);
    Vma there = s.attached(other);
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    s.writer().writeLocks(mm);
    List<Call> calls =
        new ArrayList<>(
            List.of(
                new Call("startWrite", () -> strategy.startWrite(mm, there)),
                new Call("bulk startWrite", () -> strategy.startWrite(mm, List.of(there))),
                new Call("detach", () -> strategy.detach(mm, there)),
                new Call("bulk detach", () -> strategy.detach(mm, List.of(there)))));
    if (s.has(Capability.INTERRUPTIBLE_WAIT)) {
      calls.add(new Call("tryStartWrite", () -> strategy.tryStartWrite(mm, there, 0)));
      calls.add(
          new Call("bulk tryStartWrite", () -> strategy.tryStartWrite(mm, List.of(there), 0)));
    }
    refusesEach(s, M4, ARGUMENT, s.writer(), "of a VMA of another mm", calls);
    s.writer().writeUnlocks(mm);
    s.readable(M4, other, there, "after misuse");
  }

  private static void endWriteAll(Stage s) {
    Vma vma = s.attached();
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    s.refuses(
        M5, MONITOR, s.writer(), "endWriteAll without a section", () -> strategy.endWriteAll(mm));
    s.writer().writeLocks(mm);
    s.writer().does("startWrite", () -> strategy.startWrite(mm, vma));
    s.refuses(
        M5,
        MONITOR,
        s.actor("stranger"),
        "endWriteAll by a stranger",
        () -> strategy.endWriteAll(mm));
    s.refuses(M5, MONITOR, s.writer(), "endWriteAll in a section", () -> strategy.endWriteAll(mm));
    s.contended(W3, mm, vma, "while write-held, after endWriteAll was refused");
    s.check(W3, strategy.isWriteHeld(vma), vma + " lost its write hold by a refused endWriteAll");
    s.writer().does("downgrade", mm::downgrade);
    s.refuses(
        M5, MONITOR, s.writer(), "endWriteAll after a downgrade", () -> strategy.endWriteAll(mm));
    s.writer().does("readUnlock", mm::readUnlock);
    s.readable(M5, mm, vma, "after misuse");
  }

  private static void endTwice(Stage s) {
    Vma vma = s.attached();
    Mm mm = s.mm();
    s.refuses(M5, MONITOR, s.writer(), "writeUnlock without a section", mm::writeUnlock);
    s.refuses(M5, MONITOR, s.writer(), "downgrade without a section", mm::downgrade);
    s.refuses(M5, MONITOR, s.writer(), "readUnlock without readLock", mm::readUnlock);
    s.writer().writeLocks(mm);
    s.writer().does("startWrite", () -> s.strategy().startWrite(mm, vma));
    s.refuses(M5, MONITOR, s.actor("stranger"), "writeUnlock by a stranger", mm::writeUnlock);
    s.contended(M5, mm, vma, "while write-held, after a stranger's writeUnlock was refused");
    s.writer().does("downgrade", mm::downgrade);
    s.refuses(M5, MONITOR, s.writer(), "writeUnlock after a downgrade", mm::writeUnlock);
    s.refuses(M5, MONITOR, s.writer(), "a second downgrade", mm::downgrade);
    s.writer().does("readUnlock", mm::readUnlock);
    s.readable(M5, mm, vma, "after misuse");
  }

  private static void sectionInSection(Stage s) {
    Vma vma = s.attached();
    Mm mm = s.mm();
    s.writer().writeLocks(mm);
    s.writer().does("startWrite", () -> s.strategy().startWrite(mm, vma));
    s.refuses(P7, MONITOR, s.writer(), "writeLock inside a section", mm::writeLock);
    s.refuses(P7, MONITOR, s.writer(), "readLock inside a section", mm::readLock);
    s.contended(W3, mm, vma, "while write-held, after misuse");
    s.writer().writeUnlocks(mm);
  }

  private static void endWriteOfFree(Stage s) {
    List<Vma> vmas = s.attached(2);
    VmaLockStrategy strategy = s.strategy();
    Mm mm = s.mm();
    ReadHold hold = s.reader().holds(mm, vmas.get(1));
    s.writer().writeLocks(mm);
    s.refuses(
        M2, STATE, s.writer(), "endWrite of a free VMA", () -> strategy.endWrite(mm, vmas.get(0)));
    s.refuses(
        M2, STATE, s.writer(), "endWrite of a read VMA", () -> strategy.endWrite(mm, vmas.get(1)));
    s.writer().does("startWrite", () -> strategy.startWrite(mm, vmas.get(0)));
    s.writer().does("endWrite", () -> strategy.endWrite(mm, vmas.get(0)));
    s.refuses(M2, STATE, s.writer(), "a second endWrite", () -> strategy.endWrite(mm, vmas.get(0)));
    s.writer().writeUnlocks(mm);
    hold.end();
  }
}
