package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.O1;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.W6;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Rule;
import java.util.ArrayList;
import java.util.List;

/** Begin, read, validate: O1, and the number that endWrite leaves (W6). */
final class OptimisticReads {
  private OptimisticReads() {}

  static List<Scenario> all() {
    return List.of(
        optimistic("an undisturbed read is valid", List.of(O1), OptimisticReads::undisturbed),
        optimistic(
            "a detached VMA has no optimistic reads", List.of(O1), OptimisticReads::detached),
        optimistic("a write-held VMA has none", List.of(O1), OptimisticReads::writeHeld),
        optimistic("a write hold invalidates", List.of(O1), OptimisticReads::invalidated),
        optimistic("a detach invalidates", List.of(O1), OptimisticReads::detachInvalidates),
        optimistic("old stamps stay invalid", List.of(O1), OptimisticReads::oldStamps),
        optimistic("neither call blocks", List.of(O1), OptimisticReads::neverBlocks),
        optimistic(
                "endWrite leaves a number never used", List.of(W6, O1), OptimisticReads::endWrite)
            .with(Capability.OPTIMISTIC_READ, Capability.EARLY_END_WRITE),
        optimistic(
                "each endWrite leaves another number",
                List.of(W6, O1),
                OptimisticReads::endWriteTwice)
            .with(Capability.OPTIMISTIC_READ, Capability.EARLY_END_WRITE),
        optimistic(
                "giving up twice does not hide a write hold",
                List.of(W5, O1),
                OptimisticReads::giveUpTwice)
            .with(
                Capability.OPTIMISTIC_READ,
                Capability.EARLY_END_WRITE,
                Capability.INTERRUPTIBLE_WAIT),
        optimistic("another mm's write hold invalidates", List.of(O1), OptimisticReads::otherMm)
            .with(Capability.OPTIMISTIC_READ, Capability.VMA_REUSE),
        scenario("what is not declared is refused", List.of(O1), OptimisticReads::undeclared));
  }

  private static Scenario optimistic(String name, List<Rule> rules, Scenario.Body body) {
    return scenario(name, rules, body).with(Capability.OPTIMISTIC_READ);
  }

  private static void undisturbed(Stage s) {
    List<Vma> vmas = s.attached(2);
    Vma vma = vmas.get(0);
    long stamp = begins(s, vma);
    for (int i = 0; i < 3; i++) {
      s.check(O1, valid(s, vma, stamp), "validate says false, and nothing happened");
    }
    s.writer().inSection(s.mm(), () -> s.strategy().startWrite(s.mm(), vmas.get(1)));
    long later = begins(s, vma);
    s.check(O1, valid(s, vma, later), "validate says false, and nothing happened since it began");
  }

  private static void detached(Stage s) {
    Vma vma = s.newVma();
    says(s, Answer.DETACHED, s.mm(), vma, "of a new VMA");
    s.attach(s.mm(), vma);
    begins(s, vma);
    Mm other = s.newMm(Limits.DEFAULT);
    says(s, Answer.DETACHED, other, vma, "under another mm");
    s.detach(s.mm(), vma);
    says(s, Answer.DETACHED, s.mm(), vma, "after detach");
    for (long none : new long[] {VmaLockStrategy.CONTENDED, VmaLockStrategy.DETACHED}) {
      s.check(O1, !valid(s, vma, none), "validate says true of a read that was refused: " + none);
    }
  }

  private static void writeHeld(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
    says(s, Answer.CONTENDED, s.mm(), vma, "while write-held");
    s.writer().writeUnlocks(s.mm());
    begins(s, vma);
  }

  private static void invalidated(Stage s) {
    Vma vma = s.attached();
    for (int i = 0; i < 4; i++) {
      long stamp = begins(s, vma);
      s.writer().writeLocks(s.mm());
      s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
      s.check(O1, !valid(s, vma, stamp), "validate says true while the VMA is write-held");
      s.writer().writeUnlocks(s.mm());
      s.check(O1, !valid(s, vma, stamp), "validate says true after a write hold");
    }
    long stamp = begins(s, vma);
    s.writer().inSection(s.mm(), () -> s.strategy().startWrite(s.mm(), List.of(vma)));
    s.check(O1, !valid(s, vma, stamp), "validate says true after a bulk write hold");
    long again = begins(s, vma);
    if (s.has(Capability.INTERRUPTIBLE_WAIT)) {
      s.writer().inSection(s.mm(), () -> s.strategy().tryStartWrite(s.mm(), vma, 0));
      s.check(O1, !valid(s, vma, again), "validate says true after a write hold by tryStartWrite");
    }
  }

  private static void detachInvalidates(Stage s) {
    Vma vma = s.attached();
    long stamp = begins(s, vma);
    s.writer().writeLocks(s.mm());
    s.writer().does("detach", () -> s.strategy().detach(s.mm(), vma));
    s.check(O1, !valid(s, vma, stamp), "validate says true after detach, in the same section");
    s.writer().writeUnlocks(s.mm());
    s.check(O1, !valid(s, vma, stamp), "validate says true after detach");
    if (s.has(Capability.VMA_REUSE)) {
      s.attach(s.mm(), vma);
      s.check(O1, !valid(s, vma, stamp), "validate says true after detach and attach");
    }
  }

  private static void oldStamps(Stage s) {
    Vma vma = s.attached();
    List<Long> old = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      old.add(begins(s, vma));
      s.writer().inSection(s.mm(), () -> s.strategy().startWrite(s.mm(), vma));
      for (long stamp : old) {
        s.check(O1, !valid(s, vma, stamp), "validate says true of a read from before write holds");
      }
    }
  }

  private static void neverBlocks(Stage s) {
    Vma vma = s.attached();
    s.ruleIfStuck(O1);
    long stamp = begins(s, vma);
    ReadHold hold = s.actor("first reader").holds(s.mm(), vma);
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    s.reader()
        .asks("startOptimistic", () -> s.strategy().startOptimistic(s.mm(), vma))
        .returns(O1, "it never blocks, with a writer waiting");
    valid(s, vma, stamp);
    hold.end();
    wait.returns(P2, "the reader has left");
    s.writer().writeUnlocks(s.mm());
    s.check(O1, !valid(s, vma, stamp), "validate says true after a write hold that had to wait");
  }

  /**
   * If the old number were put back, a thread that read it before would believe that nothing
   * happened.
   */
  private static void endWrite(Stage s) {
    Vma vma = s.attached();
    List<Long> old = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long stamp = begins(s, vma);
      old.add(stamp);
      s.writer().writeLocks(s.mm());
      for (int n = 0; n < 2; n++) {
        s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
        s.writer().does("endWrite", () -> s.strategy().endWrite(s.mm(), vma));
        for (long each : old) {
          s.check(W6, !valid(s, vma, each), "validate says true after a write hold and endWrite");
        }
      }
      s.writer().writeUnlocks(s.mm());
      for (long each : old) {
        s.check(W6, !valid(s, vma, each), "validate says true after a section with endWrite");
      }
    }
  }

  /** A number made of the section's would come again with the section's second write hold. */
  private static void endWriteTwice(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    List<Long> old = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
      for (long each : old) {
        s.check(W6, !valid(s, vma, each), "validate says true while the VMA is write-held again");
      }
      s.writer().does("endWrite", () -> s.strategy().endWrite(s.mm(), vma));
      for (long each : old) {
        s.check(W6, !valid(s, vma, each), "validate says true after another write hold");
      }
      old.add(begins(s, vma));
    }
    s.writer().writeUnlocks(s.mm());
    s.check(O1, valid(s, vma, old.get(3)), "validate says false, and only the section has ended");
  }

  /**
   * The number that a writer leaves when it gives up must differ from the one that another left
   * before a write hold.
   */
  private static void giveUpTwice(Stage s) {
    Vma vma = s.attached();
    s.writer().writeLocks(s.mm());
    List<Long> old = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      ReadHold hold = s.reader().holds(s.mm(), vma);
      int readers =
          s.writer().gets("tryStartWrite", () -> s.strategy().tryStartWrite(s.mm(), vma, 0));
      s.check(W5, readers != 0, "tryStartWrite says 0 with a reader inside");
      hold.end();
      for (long each : old) {
        s.check(O1, !valid(s, vma, each), "validate says true after a write hold, given up since");
      }
      old.add(begins(s, vma));
      s.writer().does("startWrite", () -> s.strategy().startWrite(s.mm(), vma));
      s.writer().does("endWrite", () -> s.strategy().endWrite(s.mm(), vma));
    }
    s.writer().writeUnlocks(s.mm());
  }

  private static void otherMm(Stage s) {
    Vma vma = s.attached();
    // Made so that the other mm's sections have this mm's numbers.
    Mm other = s.newMm(0);
    long stamp = begins(s, vma);
    for (int i = 0; i < 3; i++) {
      s.detach(s.mm(), vma);
      s.attach(other, vma);
      s.writer().inSection(other, () -> s.strategy().startWrite(other, vma));
      s.detach(other, vma);
      s.attach(s.mm(), vma);
      s.check(O1, !valid(s, vma, stamp), "validate says true after the VMA was elsewhere");
      stamp = begins(s, vma);
    }
  }

  private static void undeclared(Stage s) {
    Vma vma = s.attached();
    VmaLockStrategy strategy = s.strategy();
    s.writer().writeLocks(s.mm());
    if (!s.has(Capability.OPTIMISTIC_READ)) {
      refuses(s, "startOptimistic", () -> strategy.startOptimistic(s.mm(), vma));
      refuses(s, "validate", () -> strategy.validate(s.mm(), vma, 1));
    }
    if (!s.has(Capability.EARLY_END_WRITE)) {
      s.writer().does("startWrite", () -> strategy.startWrite(s.mm(), vma));
      refuses(s, "endWrite", () -> strategy.endWrite(s.mm(), vma));
    }
    if (!s.has(Capability.INTERRUPTIBLE_WAIT)) {
      refuses(s, "tryStartWrite", () -> strategy.tryStartWrite(s.mm(), vma, 0));
    }
    s.writer().writeUnlocks(s.mm());
  }

  private static void refuses(Stage s, String what, Actor.Action action) {
    s.refuses(O1, UnsupportedOperationException.class, s.writer(), what, action);
  }

  private static long begins(Stage s, Vma vma) {
    long stamp =
        s.reader().gets("startOptimistic", () -> s.strategy().startOptimistic(s.mm(), vma));
    s.equal(O1, Answer.HELD, Answer.of(stamp), "startOptimistic of a VMA that nobody writes");
    return stamp;
  }

  private static void says(Stage s, Answer expected, Mm mm, Vma vma, String when) {
    long stamp = s.reader().gets("startOptimistic", () -> s.strategy().startOptimistic(mm, vma));
    s.equal(O1, expected, Answer.of(stamp), "startOptimistic " + when);
  }

  private static boolean valid(Stage s, Vma vma, long stamp) {
    return s.reader().gets("validate", () -> s.strategy().validate(s.mm(), vma, stamp));
  }
}
