package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.M3;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.W2;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.check.Rule.X4;
import static io.vmalock.conformance.check.Rule.X5;
import static io.vmalock.conformance.check.Rule.X7;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.RuleBroken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Readers and writers of one VMA, and their effect on other VMAs: X1 to X5 and X7. */
final class Exclusion {
  private static final int MANY = 8;

  /** Long enough that readers meet, on few processors too. */
  private static final Duration READING = Duration.ofMillis(60);

  private Exclusion() {}

  static List<Scenario> all() {
    return List.of(
        scenario("several readers hold one VMA", List.of(X5, X4), Exclusion::severalReaders),
        scenario("one thread holds a VMA several times", List.of(X5), Exclusion::nestedHolds),
        scenario(
            "readers refuse each other nothing", List.of(X4, M3), Exclusion::readersInParallel),
        scenario("a write-held VMA refuses readers", List.of(X1, W2), Exclusion::writeHeldRefuses),
        scenario("the writer itself is refused", List.of(X1), Exclusion::ownThreadIsRefused),
        scenario("readers of other VMAs get in", List.of(X7), Exclusion::othersAreReadable),
        scenario("a reader elsewhere keeps no reader out", List.of(X7), Exclusion::readersOfOthers),
        scenario(
            "a waiting writer keeps nobody from other VMAs", List.of(X7), Exclusion::waitingForOne),
        scenario("startWrite waits for a reader", List.of(X2, P2), Exclusion::waitsForReader),
        scenario("startWrite waits for the last reader", List.of(X2, P2), Exclusion::waitsForLast),
        scenario("startWrite waits for nested holds", List.of(X2, P2), Exclusion::waitsForNested),
        scenario(
            "startWrite waits for a hold under the mmap lock", List.of(X2), Exclusion::waitsLocked),
        scenario("a waiting writer refuses new readers", List.of(X3), Exclusion::waitingRefuses),
        scenario(
            "refused readers do not free the writer", List.of(X3, X2), Exclusion::refusedAreNoExit),
        scenario("a wake-up without reason is no exit", List.of(X2, P2), Exclusion::spuriousWakeUp),
        scenario("sections follow each other", List.of(X1, X2, X4), Exclusion::manySections),
        scenario("another thread ends a hold", List.of(P2), Exclusion::handedOver)
            .with(Capability.END_READ_ELSEWHERE));
  }

  private static void severalReaders(Stage s) {
    Vma vma = s.attached();
    s.ruleIfStuck(X5);
    List<ReadHold> holds = new ArrayList<>();
    for (int i = 0; i < Math.min(MANY, s.strategy().maxReaders()); i++) {
      holds.add(s.actor("reader " + i).holds(s.mm(), vma));
      s.equal(X5, holds.size(), s.strategy().readers(vma), "the number of readers");
    }
    holds.forEach(ReadHold::end);
    s.equal(X5, 0, s.strategy().readers(vma), "with all holds ended the number of readers");
  }

  private static void nestedHolds(Stage s) {
    Vma vma = s.attached();
    s.ruleIfStuck(X5);
    List<ReadHold> holds = new ArrayList<>();
    for (int i = 0; i < Math.min(MANY, s.strategy().maxReaders()); i++) {
      holds.add(s.reader().holds(s.mm(), vma));
    }
    s.equal(X5, holds.size(), s.strategy().readers(vma), "the number of readers");
    holds.forEach(ReadHold::end);
  }

  /** No writer is at work, so a reader that another one disturbs tries again. */
  private static void readersInParallel(Stage s) {
    Vma vma = s.attached();
    Mm mm = s.mm();
    VmaLockStrategy strategy = s.strategy();
    if (strategy.maxReaders() < 3) {
      return; // readers that pass fill the counter
    }
    List<ActorCall<Integer>> steps = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      steps.add(
          s.actor("reader " + i)
              .asks(
                  "reading in a loop",
                  () -> {
                    int refused = 0;
                    Deadline deadline = new Deadline(READING);
                    for (int n = 0; n < 500 || !deadline.isOver(); n++) {
                      long stamp = strategy.startRead(mm, vma);
                      if (stamp > 0) {
                        if (n % 8 == 0) {
                          Thread.yield(); // for others to come while it is inside
                        }
                        endsAHold(strategy, vma, stamp);
                      } else {
                        refused++;
                      }
                    }
                    return refused;
                  }));
    }
    int refused = 0;
    for (ActorCall<Integer> step : steps) {
      refused += step.returns(X4, "only readers are about");
    }
    s.equal(X4, 0, refused, "with no writer about, the number of refused readers of " + vma);
  }

  private static void endsAHold(VmaLockStrategy strategy, Vma vma, long stamp) {
    try {
      strategy.endRead(vma, stamp);
    } catch (IllegalMonitorStateException e) {
      throw new RuleBroken(M3, "endRead refused a hold that there was: " + e.getMessage());
    }
  }

  private static void writeHeldRefuses(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    s.readableInTheEnd(X4, s.mm(), vma, "in a section that does not write-hold it");
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    s.contended(X1, s.mm(), vma, "while write-held");
    s.check(X1, s.strategy().isWriteHeld(vma), vma + " is write-held and does not say so");
    s.writer().writeUnlocks(s.mm());
    s.check(W2, !s.strategy().isWriteHeld(vma), vma + " is write-held after the section");
    s.readable(W2, s.mm(), vma, "after the section that write-held it");
  }

  private static void ownThreadIsRefused(Stage s) {
    Vma vma = s.attached();
    s.writer()
        .inSection(
            s.mm(),
            () -> {
              s.strategy().startWrite(s.mm(), vma);
              Answer answer = Answer.of(s.strategy().startRead(s.mm(), vma));
              s.equal(X1, Answer.CONTENDED, answer, "startRead by the thread that write-holds it");
            });
  }

  private static void othersAreReadable(Stage s) {
    List<Vma> vmas = s.attached(3);
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vmas.get(1)));
    for (Vma other : List.of(vmas.get(0), vmas.get(2))) {
      s.readableInTheEnd(X7, s.mm(), other, "while another VMA is write-held");
      s.check(
          X7, !s.strategy().isWriteHeld(other), other + " says write-held, and it is another one");
    }
    Mm elsewhere = s.newMm(Limits.DEFAULT);
    Vma there = s.newVma();
    s.actor("writer elsewhere").inSection(elsewhere, () -> s.strategy().attach(elsewhere, there));
    s.readable(X7, elsewhere, there, "while a VMA of another mm is write-held");
    s.writer().writeUnlocks(s.mm());
  }

  private static void readersOfOthers(Stage s) {
    List<Vma> vmas = s.attached(2);
    ReadHold hold = s.actor("reader elsewhere").holds(s.mm(), vmas.get(0));
    s.readable(X7, s.mm(), vmas.get(1), "while another VMA is held");
    s.writer()
        .starts(
            "section",
            () -> {
              s.mm().writeLock();
              s.strategy().startWrite(s.mm(), vmas.get(1));
              s.mm().writeUnlock();
            })
        .returns(X7, "only another VMA is held");
    hold.end();
  }

  private static void waitingForOne(Stage s) {
    List<Vma> vmas = s.attached(2);
    ReadHold hold = s.actor("first reader").holds(s.mm(), vmas.get(0));
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vmas.get(0));
    s.readableInTheEnd(X7, s.mm(), vmas.get(1), "while a writer waits for another VMA");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.writer().writeUnlocks(s.mm());
  }

  private static void waitsForReader(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    hold.end();
    wait.returns(P2, "the reader has left");
    s.check(X1, s.strategy().isWriteHeld(vma), vma + " is not write-held after startWrite");
    s.contended(X1, s.mm(), vma, "while write-held by a writer that had to wait");
    s.writer().writeUnlocks(s.mm());
    s.readable(W2, s.mm(), vma, "after the section of a writer that had to wait");
  }

  private static void waitsForLast(Stage s) {
    Vma vma = s.attached();
    // Each order in which two can leave: a wake-up at the first must not end the wait.
    for (int first = 0; first < 2; first++) {
      List<ReadHold> holds =
          List.of(
              s.actor("reader a" + first).holds(s.mm(), vma),
              s.actor("reader b" + first).holds(s.mm(), vma));
      s.writer().writeLocks(s.mm());
      ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
      holds.get(first).end();
      wait.waits(X2, "one of two readers still holds " + vma);
      holds.get(1 - first).end();
      wait.returns(P2, "both readers have left");
      s.writer().writeUnlocks(s.mm());
    }
  }

  private static void waitsForNested(Stage s) {
    Vma vma = s.attached();
    ReadHold outer = s.actor("first reader").holds(s.mm(), vma);
    ReadHold inner = outer.by().holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    inner.end();
    wait.waits(X2, "a reader still holds " + vma + " once of twice");
    outer.end();
    wait.returns(P2, "the reader has ended both holds");
    s.writer().writeUnlocks(s.mm());
  }

  /** The hold outlasts the mmap lock under which it began. */
  private static void waitsLocked(Stage s) {
    Vma vma = s.attached();
    Actor first = s.actor("first reader");
    first.does("readLock", s.mm()::readLock);
    ReadHold hold = first.holdsLocked(s.mm(), vma);
    first.does("readUnlock", s.mm()::readUnlock);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    s.contended(X3, s.mm(), vma, "while a writer waits for a hold by startReadLocked");
    hold.end();
    wait.returns(P2, "the hold by startReadLocked has ended");
    s.writer().writeUnlocks(s.mm());
  }

  private static void waitingRefuses(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    for (int i = 0; i < 50; i++) {
      s.contended(X3, s.mm(), vma, "while a writer waits for it");
    }
    Answer nested = hold.by().asked(s.mm(), vma);
    s.equal(X3, Answer.CONTENDED, nested, "startRead by the reader that the writer waits for");
    hold.end();
    wait.returns(P2, "the reader has left");
    s.contended(X3, s.mm(), vma, "while write-held by a writer that had to wait");
    s.writer().writeUnlocks(s.mm());
    s.readable(X3, s.mm(), vma, "after the section of a writer that had to wait");
  }

  /** A refused reader takes itself out again, and must not be counted out twice. */
  private static void refusedAreNoExit(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    for (int i = 0; i < 200; i++) {
      s.refused(X3, s.mm(), vma, "while a writer waits for it");
    }
    wait.waits(X2, "a reader holds " + vma + ", and others were refused");
    hold.end();
    wait.returns(P2, "the reader has left, and others were refused before");
    s.writer().writeUnlocks(s.mm());
  }

  private static void spuriousWakeUp(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    for (int i = 0; i < 5; i++) {
      s.writer().wakeSpuriously();
      wait.waits(X2, "a reader holds " + vma + ", and the writer was woken without reason");
    }
    hold.end();
    wait.returns(P2, "the reader has left");
    s.writer().writeUnlocks(s.mm());
  }

  private static void manySections(Stage s) {
    List<Vma> vmas = s.attached(3);
    for (int i = 0; i < 20; i++) {
      Vma vma = vmas.get(i % vmas.size());
      s.readable(L3, s.mm(), vma, "before section " + i);
      ReadHold hold = i % 4 == 0 ? s.actor("reader " + i).holds(s.mm(), vma) : null;
      s.writer().writeLocks(s.mm());
      if (hold == null) {
        s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
      } else {
        ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
        hold.end();
        wait.returns(P2, "the reader has left");
      }
      s.contended(X1, s.mm(), vma, "while write-held in section " + i);
      s.writer().writeUnlocks(s.mm());
    }
  }

  private static void handedOver(Stage s) {
    Vma vma = s.attached();
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    hold.endedBy(s.actor("second reader"));
    wait.returns(P2, "another thread has ended the hold");
    s.writer().writeUnlocks(s.mm());
    s.readable(X4, s.mm(), vma, "after another thread ended a hold");
  }
}
