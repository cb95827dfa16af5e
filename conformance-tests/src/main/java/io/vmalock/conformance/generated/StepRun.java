package io.vmalock.conformance.generated;

import io.vmalock.conformance.model.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps in a row that are alike, so that a program with thousands of them fits a page.
 *
 * @param first the first one
 * @param count how many there are
 * @param falls whether the number of each is one less than that of the one before; else they are
 *     equal
 */
record StepRun(Step first, int count, boolean falls) {
  /** The runs of a program, each as long as can be. */
  static List<StepRun> of(List<Step> steps) {
    List<StepRun> runs = new ArrayList<>();
    for (int i = 0; i < steps.size(); ) {
      StepRun equal = at(steps, i, false);
      StepRun falling = at(steps, i, true);
      StepRun longer = falling.count > equal.count ? falling : equal;
      runs.add(longer);
      i += longer.count;
    }
    return runs;
  }

  private static StepRun at(List<Step> steps, int from, boolean falls) {
    Step first = steps.get(from);
    int count = 1;
    while (from + count < steps.size()
        && steps.get(from + count).equals(falls ? first.with(first.number() - count) : first)) {
      count++;
    }
    return new StepRun(first, count, falls && count > 1);
  }

  /** The step at a place in the run. */
  Step step(int place) {
    return falls ? first.with(first.number() - place) : first;
  }
}
