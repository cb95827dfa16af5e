package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.O1;
import static io.vmalock.conformance.check.Rule.R1;
import static io.vmalock.conformance.check.Rule.W6;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;

/** Optimistic reads by the VMA's sequence that validate too much. */
final class WrongOptimistic {
  private WrongOptimistic() {}

  @Breaks(
      value = O1,
      by = Layer.MODEL_CHECKER,
      how = "no fence between the store of the sequence and what the writer changes")
  public static final class ChangesBeforeMark extends Sequenced {
    @Override
    void show() {}
  }

  @Breaks(
      value = O1,
      by = Layer.MODEL_CHECKER,
      how = "no fence between the reads and validate's look")
  public static final class LooksBeforeReads extends Sequenced {
    @Override
    void beforeLook() {}
  }

  @Breaks(
      value = W6,
      or = O1,
      unseen = "it takes two early ends in one section, and a program has one",
      how = "endWrite makes its number of the section's, which comes again in that section")
  public static final class EndsByNumberOfSection extends Sequenced {
    @Override
    public void endWrite(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      mm.assertWriteHeld(area);
      area.sequence = mm.sequence() - (1L << 62);
    }
  }

  @Breaks(value = O1, or = R1, how = "validate looks at the sequence alone, which a retire leaves")
  public static final class ForgetsWhose extends Sequenced {
    @Override
    boolean isStillOf(Mm mm, Area area) {
      return true;
    }
  }
}
