package io.vmalock.conformance.generated;

import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.Step;
import java.util.List;

/**
 * A program that shows that a rule is broken.
 *
 * @param steps up to the one that shows it
 * @param isHang whether that step does not return
 */
record Finding(Rule rule, String why, Shape shape, List<Step> steps, boolean isHang) {
  /** So many steps alike need not be read one by one. */
  private static final int MANY = 10;

  Finding {
    steps = List.copyOf(steps);
  }

  /** The program as a line that can be run again. */
  String line() {
    return new WrittenProgram(shape, steps).toString();
  }

  /** The program as numbered steps; many equal ones in a row are one line. */
  String text() {
    StringBuilder text = new StringBuilder(why).append("\nwith ").append(shape).append(':');
    int number = 1;
    for (StepRun run : StepRun.of(steps)) {
      if (run.count() < MANY) {
        for (int i = 0; i < run.count(); i++) {
          text.append("\n  ").append(number + i).append(". ").append(run.step(i));
        }
      } else {
        text.append("\n  ").append(number).append(" to ").append(number + run.count() - 1);
        text.append(". ").append(run.first());
        if (run.falls()) {
          text.append(" to ").append(run.step(run.count() - 1));
        } else {
          text.append(", ").append(run.count()).append(" times");
        }
      }
      number += run.count();
    }
    return text.toString();
  }
}
