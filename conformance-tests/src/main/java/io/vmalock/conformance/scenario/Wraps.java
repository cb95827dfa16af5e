package io.vmalock.conformance.scenario;

import static io.vmalock.conformance.check.Rule.O1;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.X6;
import static io.vmalock.conformance.scenario.Scenario.scenario;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Vma;
import java.util.List;

/** Exclusion when its numbers wrap, or come from another mm: X6. */
final class Wraps {
  /** Some sections before each number at which a design might go wrong, and some after. */
  private static final int SECTIONS = 6;

  private static final long[] FIRST_SEQUENCES = {
    Long.MAX_VALUE - 5, // wraps to the most negative
    -6, // passes 0, and -1, which is odd
    Long.MIN_VALUE,
    (1L << 16) - 6, // a short comes back to where it was
    (1L << 31) - 6, // an int wraps
    (1L << 32) - 6, // an int comes back to where it was
    -(1L << 31) - 6,
  };

  private Wraps() {}

  static List<Scenario> all() {
    return List.of(
        scenario("sections across each wrap exclude readers", List.of(X6), Wraps::sections),
        scenario("startWrite waits across each wrap", List.of(X6), Wraps::waits),
        scenario("startWrite waits many sections later", List.of(X6), Wraps::manySections),
        scenario("attach and detach across each wrap", List.of(X6), Wraps::lifeCycle),
        scenario("endWrite across each wrap", List.of(X6), Wraps::endWrite)
            .with(Capability.EARLY_END_WRITE),
        scenario("giving up across each wrap", List.of(X6), Wraps::givingUp)
            .with(Capability.INTERRUPTIBLE_WAIT),
        scenario("bulk forms across each wrap", List.of(X6), Wraps::bulk),
        scenario("optimistic reads across each wrap", List.of(X6, O1), Wraps::optimistic)
            .with(Capability.OPTIMISTIC_READ),
        scenario("an old number does not look write-held", List.of(X6), Wraps::oldNumber)
            .with(Capability.VMA_REUSE));
  }

  private static void sections(Stage s) {
    for (long first : FIRST_SEQUENCES) {
      Mm mm = s.newMm(first);
      Vma vma = s.newVma();
      s.writer().writeLocks(mm);
      s.writer().does("attach", () -> s.strategy().attach(mm, vma));
      s.contended(X6, mm, vma, "in the section that attached it" + at(mm));
      s.writer().writeUnlocks(mm);
      for (int i = 0; i < SECTIONS; i++) {
        s.readable(X6, mm, vma, "between sections" + at(mm));
        s.writer().writeLocks(mm);
        s.readableInTheEnd(X6, mm, vma, "in a section that does not write-hold it" + at(mm));
        s.writer().does("startWrite", () -> s.strategy().startWrite(mm, vma));
        s.contended(X6, mm, vma, "while write-held" + at(mm));
        s.check(X6, s.strategy().isWriteHeld(vma), vma + " does not say write-held" + at(mm));
        s.writer().writeUnlocks(mm);
      }
      s.readable(X6, mm, vma, "after the last section" + at(mm));
    }
  }

  private static void waits(Stage s) {
    for (long first : FIRST_SEQUENCES) {
      Mm mm = s.newMm(first);
      Vma vma = s.attached(mm);
      for (int i = 0; i < SECTIONS; i++) {
        waitsOnce(s, mm, vma);
      }
    }
  }

  private static void waitsOnce(Stage s, Mm mm, Vma vma) {
    ReadHold hold = s.reader().holds(mm, vma);
    s.writer().writeLocks(mm);
    ActorCall<Void> wait = s.writer().starts("startWrite", () -> s.strategy().startWrite(mm, vma));
    wait.waits(X6, "a reader holds " + vma + at(mm));
    Answer answer = s.actor("second reader").asked(mm, vma);
    s.equal(X6, Answer.CONTENDED, answer, "startRead while a writer waits" + at(mm));
    hold.end();
    wait.returns(P2, "the reader has left" + at(mm));
    s.contended(X6, mm, vma, "while write-held" + at(mm));
    s.writer().writeUnlocks(mm);
  }

  /**
   * A VMA that many sections left alone: if it keeps a short number, or compares a part of one, its
   * number comes again.
   */
  private static void manySections(Stage s) {
    Mm mm = s.mm();
    Vma vma = s.attached();
    for (int bits : new int[] {8, 16}) {
      waitsOnce(s, mm, vma);
      int between = (1 << (bits - 1)) - 1; // a section takes two numbers
      s.writer()
          .does(
              between + " sections",
              () -> {
                for (int i = 0; i < between; i++) {
                  mm.writeLock();
                  mm.writeUnlock();
                }
              });
    }
    waitsOnce(s, mm, vma);
  }

  private static void lifeCycle(Stage s) {
    boolean reuse = s.has(Capability.VMA_REUSE);
    for (long first : FIRST_SEQUENCES) {
      Mm mm = s.newMm(first);
      Vma vma = s.newVma();
      for (int i = 0; i < SECTIONS / 2; i++) {
        Vma now = reuse ? vma : s.newVma();
        s.detached(X6, mm, now, "before attach" + at(mm));
        s.writer().writeLocks(mm);
        s.writer().does("attach", () -> s.strategy().attach(mm, now));
        s.contended(X6, mm, now, "in the section that attached it" + at(mm));
        s.writer().writeUnlocks(mm);
        ReadHold hold = s.reader().holds(mm, now);
        s.writer().writeLocks(mm);
        ActorCall<Void> wait = s.writer().starts("detach", () -> s.strategy().detach(mm, now));
        wait.waits(X6, "a reader holds " + now + at(mm));
        hold.end();
        wait.returns(P2, "the reader has left" + at(mm));
        s.writer().writeUnlocks(mm);
      }
    }
  }

  /** The numbers that endWrite leaves come from the other side, and must equal no section's. */
  private static void endWrite(Stage s) {
    for (long first : FIRST_SEQUENCES) {
      Mm mm = s.newMm(first);
      Vma vma = s.attached(mm);
      for (int i = 0; i < SECTIONS; i++) {
        s.writer().writeLocks(mm);
        for (int n = 0; n < 3; n++) {
          s.writer().does("startWrite", () -> s.strategy().startWrite(mm, vma));
          s.contended(X6, mm, vma, "while write-held, after endWrite" + at(mm));
          s.writer().does("endWrite", () -> s.strategy().endWrite(mm, vma));
          s.readableInTheEnd(X6, mm, vma, "after endWrite" + at(mm));
        }
        s.writer().writeUnlocks(mm);
        waitsOnce(s, mm, vma);
      }
    }
  }

  private static void bulk(Stage s) {
    for (long first : FIRST_SEQUENCES) {
      Mm mm = s.newMm(first);
      List<Vma> vmas = List.of(s.attached(mm), s.attached(mm), s.attached(mm));
      for (int i = 0; i < SECTIONS; i++) {
        Vma last = vmas.get(2);
        ReadHold hold = i % 3 == 0 ? s.reader().holds(mm, last) : null;
        s.writer().writeLocks(mm);
        // One VMA is already held, and in some sections no VMA was in the section before.
        s.writer().does("startWrite", () -> s.strategy().startWrite(mm, vmas.get(0)));
        ActorCall<Void> bulk =
            s.writer().starts("bulk startWrite", () -> s.strategy().startWrite(mm, vmas));
        if (hold != null) {
          bulk.waits(X6, "a reader holds " + last + at(mm));
          hold.end();
        }
        bulk.returns(P2, "no reader is inside" + at(mm));
        vmas.forEach(vma -> s.contended(X6, mm, vma, "while write-held in bulk" + at(mm)));
        s.writer().writeUnlocks(mm);
        vmas.forEach(vma -> s.readable(X6, mm, vma, "after a section with bulk" + at(mm)));
        if (i % 2 == 0) {
          s.writer().inSection(mm, () -> {});
        }
      }
    }
  }

  private static void optimistic(Stage s) {
    for (long first : FIRST_SEQUENCES) {
      Mm mm = s.newMm(first);
      Vma vma = s.attached(mm);
      for (int i = 0; i < SECTIONS; i++) {
        long stamp =
            s.reader().gets("startOptimistic", () -> s.strategy().startOptimistic(mm, vma));
        s.equal(X6, Answer.HELD, Answer.of(stamp), "startOptimistic of a free VMA" + at(mm));
        s.check(X6, isValid(s, mm, vma, stamp), "an undisturbed read is not valid" + at(mm));
        s.writer().writeLocks(mm);
        s.check(X6, isValid(s, mm, vma, stamp), "a section of others invalidates" + at(mm));
        s.writer().does("startWrite", () -> s.strategy().startWrite(mm, vma));
        s.check(O1, !isValid(s, mm, vma, stamp), "valid while write-held" + at(mm));
        s.writer().writeUnlocks(mm);
        s.check(O1, !isValid(s, mm, vma, stamp), "valid after a write hold" + at(mm));
      }
    }
  }

  private static boolean isValid(Stage s, Mm mm, Vma vma, long stamp) {
    return s.reader().gets("validate", () -> s.strategy().validate(mm, vma, stamp));
  }

  private static void givingUp(Stage s) {
    for (long first : FIRST_SEQUENCES) {
      Mm mm = s.newMm(first);
      Vma vma = s.attached(mm);
      ReadHold hold = s.actor("first reader").holds(mm, vma);
      for (int i = 0; i < SECTIONS; i++) {
        s.writer().writeLocks(mm);
        int inside = s.writer().gets("try", () -> s.strategy().tryStartWrite(mm, vma, 0));
        s.equal(X6, 1, inside, "what tryStartWrite says of one reader" + at(mm));
        s.readableInTheEnd(X6, mm, vma, "after a tryStartWrite that gave up" + at(mm));
        s.writer().writeUnlocks(mm);
      }
      hold.end();
    }
  }

  /**
   * A VMA write-held in section n of one mm comes into another, whose section n is yet to come: if
   * attach left the number, that section would take the VMA for write-held and not wait.
   */
  private static void oldNumber(Stage s) {
    int ahead = 12;
    for (long first : new long[] {0, -6, Long.MAX_VALUE - 5}) {
      Mm old = s.newMm(first + ahead);
      Mm mm = s.newMm(first);
      Vma vma = s.attached(old);
      s.writer()
          .inSection(
              old,
              () -> {
                s.strategy().startWrite(old, vma);
                s.strategy().detach(old, vma);
              });
      s.writer().writeLocks(mm);
      s.writer().does("attach", () -> s.strategy().attach(mm, vma));
      s.contended(X6, mm, vma, "in the section that attached it with another mm's number");
      s.writer().writeUnlocks(mm);
      for (int i = 0; i < ahead; i++) {
        s.readable(X6, mm, vma, "with another mm's number" + at(mm));
        ReadHold hold = s.reader().holds(mm, vma);
        s.writer().writeLocks(mm);
        // Not write-held in this section yet, so a second reader gets in.
        Answer answer = Answer.CONTENDED;
        for (int n = 0; n < 100 && answer == Answer.CONTENDED; n++) {
          answer = s.actor("second reader").asked(mm, vma);
        }
        s.equal(X6, Answer.HELD, answer, "startRead in a section of others" + at(mm));
        if (i % 3 == 0) {
          ActorCall<Void> wait =
              s.writer().starts("startWrite", () -> s.strategy().startWrite(mm, vma));
          wait.waits(X6, "a reader holds " + vma + ", which came from another mm" + at(mm));
          hold.end();
          wait.returns(P2, "the reader has left");
        } else {
          hold.end();
        }
        s.writer().writeUnlocks(mm);
      }
    }
  }

  private static String at(Mm mm) {
    return ", at sequence " + mm.sequence();
  }
}
