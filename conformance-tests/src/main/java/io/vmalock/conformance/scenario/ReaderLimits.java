package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P4;
import static io.vmalock.conformance.check.Rule.P6;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X5;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.check.CannotJudge;
import io.vmalock.conformance.check.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The counter of readers at its end: P6, and X5 up to there. */
final class ReaderLimits {
  /** The most holds that a test makes one by one. */
  private static final int REACHABLE = 300_000;

  /**
   * The most that one step takes or ends: a design whose calls take longer with each reader inside
   * must not seem stuck.
   */
  private static final int AT_ONCE = 200;

  /** The time to take them all. Nothing forbids calls that are too slow for that. */
  private static final Duration TIME = Duration.ofSeconds(5);

  private ReaderLimits() {}

  static List<Scenario> all() {
    return List.of(
        limited("a full counter refuses", List.of(P6, X5), ReaderLimits::fullRefuses),
        limited("a full counter is no writer", List.of(P6, P4), ReaderLimits::fullIsNoWriter),
        limited("a refusal at the limit leaves nothing", List.of(P6), ReaderLimits::leavesNothing),
        limited("a writer waits for a full counter", List.of(P6, X2, P2), ReaderLimits::writer),
        scenario("as many readers as declared", List.of(X5, P6), ReaderLimits::asDeclared),
        scenario("more readers than a small counter holds", List.of(X5, P6), ReaderLimits::many),
        scenario(
            "limits that cannot be kept are refused", List.of(P6), ReaderLimits::refusesLimits));
  }

  private static Scenario limited(String name, List<Rule> rules, Scenario.Body body) {
    return scenario(name, rules, body).with(Capability.READER_LIMIT);
  }

  private static void fullRefuses(Stage s) {
    for (int asked : new int[] {1, 2, 7, 127}) {
      int limit = Math.min(asked, s.strategy().maxReaders());
      Mm mm = s.newMm(new Limits(0, limit));
      Vma vma = s.attached(mm);
      List<ReadHold> holds = new ArrayList<>();
      s.ruleIfStuck(X5);
      for (int i = 0; i < limit; i++) {
        holds.add(s.reader().holds(mm, vma));
      }
      s.contended(P6, mm, vma, "with " + limit + " readers, the limit");
      holds.remove(0).end();
      holds.add(s.reader().holds(mm, vma));
      s.contended(P6, mm, vma, "with " + limit + " readers again, the limit");
      holds.forEach(ReadHold::end);
      s.readable(P6, mm, vma, "after its readers have left");
    }
  }

  private static void fullIsNoWriter(Stage s) {
    Mm mm = s.newMm(new Limits(0, 2));
    Vma vma = s.attached(mm);
    ReadHold one = s.reader().holds(mm, vma);
    ReadHold two = s.reader().holds(mm, vma);
    s.check(P6, !s.strategy().isWriteHeld(vma), vma + " says write-held when its counter is full");
    s.equal(P6, 2, s.strategy().readers(vma), "the number of readers at the limit");
    s.reader().does("readLock", mm::readLock);
    long stamp = s.reader().gets("startReadLocked", () -> s.strategy().startReadLocked(mm, vma));
    s.equal(P6, Answer.CONTENDED, Answer.of(stamp), "startReadLocked at the limit");
    s.reader().does("readUnlock", mm::readUnlock);
    one.end();
    s.reader().does("readLock", mm::readLock);
    ReadHold three = s.reader().holdsLocked(mm, vma);
    s.reader().does("readUnlock", mm::readUnlock);
    two.end();
    three.end();
  }

  private static void leavesNothing(Stage s) {
    Mm mm = s.newMm(new Limits(0, 1));
    Vma vma = s.attached(mm);
    ReadHold hold = s.actor("first reader").holds(mm, vma);
    for (int i = 0; i < 500; i++) {
      s.contended(P6, mm, vma, "at the limit");
    }
    s.equal(P6, 1, s.strategy().readers(vma), "after refusals the number of readers");
    hold.end();
    s.equal(P6, 0, s.strategy().readers(vma), "with no hold left the number of readers");
    s.writer().writeLocks(mm);
    s.writer()
        .starts("startWrite", () -> s.strategy().startWrite(mm, vma))
        .returns(P6, "nobody is inside; readers were only refused");
    s.writer().writeUnlocks(mm);
  }

  private static void writer(Stage s) {
    Mm mm = s.newMm(new Limits(0, 2));
    Vma vma = s.attached(mm);
    ReadHold one = s.reader().holds(mm, vma);
    ReadHold two = s.actor("second reader").holds(mm, vma);
    s.writer().writeLocks(mm);
    ActorCall<Void> wait = s.writerWaitsFor(mm, vma);
    s.contended(P6, mm, vma, "at the limit, with a writer waiting");
    one.end();
    wait.waits(X2, "one of two readers still holds " + vma);
    s.contended(P6, mm, vma, "below the limit, with a writer waiting");
    two.end();
    wait.returns(P2, "both readers have left");
    s.writer().writeUnlocks(mm);
  }

  private static void asDeclared(Stage s) {
    int most = s.strategy().maxReaders();
    if (most > REACHABLE) {
      throw new CannotJudge("maxReaders, " + most + ", is more than a test can hold");
    }
    Vma vma = s.attached();
    long[] stamps = fill(s, vma, most);
    if (stamps.length == most) {
      s.contended(P6, s.mm(), vma, "with " + most + " readers, which is maxReaders");
    }
    empty(s, vma, stamps);
    reached(most, stamps);
  }

  private static void reached(int most, long[] stamps) {
    if (stamps.length < most) {
      throw new CannotJudge(
          stamps.length + " holds took " + TIME.toSeconds() + " s, so " + most + " were not made");
    }
  }

  /** More than a byte, a short, or StampedLock's word counts. */
  private static void many(Stage s) {
    int most = Math.min(70_000, s.strategy().maxReaders());
    Vma vma = s.attached();
    long[] stamps = fill(s, vma, most);
    int count = stamps.length;
    s.check(
        P6, !s.strategy().isWriteHeld(vma), vma + " says write-held with " + count + " readers");
    s.writer().writeLocks(s.mm());
    ActorCall<Void> wait = s.writerWaitsFor(s.mm(), vma);
    s.contended(P6, s.mm(), vma, "with a writer waiting for " + count + " readers");
    empty(s, vma, stamps);
    wait.returns(P2, count + " readers have left");
    s.writer().writeUnlocks(s.mm());
    s.equal(P6, 0, s.strategy().readers(vma), "the number of readers in the end");
    reached(most, stamps);
  }

  /**
   * The reader's thread takes {@code most} holds, or as many as time allows, to be ended in the
   * order of the stamps.
   */
  private static long[] fill(Stage s, Vma vma, int most) {
    Deadline deadline = new Deadline(TIME);
    long[] stamps = new long[most];
    int held = 0;
    while (held < most && !deadline.isOver()) {
      int from = held;
      int to = Math.min(most, from + AT_ONCE);
      s.reader()
          .does(
              "startRead " + (to - from) + " times with " + from + " readers",
              () -> {
                for (int i = from; i < to; i++) {
                  stamps[i] = s.strategy().startRead(s.mm(), vma);
                  s.equal(
                      X5, Answer.HELD, Answer.of(stamps[i]), "startRead with " + i + " readers");
                }
              });
      held = to;
    }
    int count = held;
    s.reader()
        .does(
            "readers",
            () -> s.equal(X5, count, s.strategy().readers(vma), "the number of readers"));
    return Arrays.copyOf(stamps, count);
  }

  private static void empty(Stage s, Vma vma, long[] stamps) {
    for (int i = 0; i < stamps.length; i += AT_ONCE) {
      int from = i;
      int to = Math.min(stamps.length, from + AT_ONCE);
      s.reader()
          .does(
              "endRead " + (to - from) + " times with " + (stamps.length - from) + " readers",
              () -> {
                for (int j = from; j < to; j++) {
                  s.strategy().endRead(vma, stamps[j]);
                }
              });
    }
  }

  private static void refusesLimits(Stage s) {
    if (s.has(Capability.READER_LIMIT)) {
      Mm mm = s.newMm(new Limits(0, 3));
      s.equal(P6, 3, mm.limits().readers(), "the limit of an mm that was made with it");
    } else {
      try {
        s.strategy().newMm(new Limits(0, 3));
        s.check(P6, false, "newMm took a reader limit that the strategy does not declare to keep");
      } catch (IllegalArgumentException e) {
        s.check(P6, e.getMessage() != null, "newMm refused a limit and does not say why");
      }
    }
  }
}
