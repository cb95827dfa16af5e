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
  Finding {
    steps = List.copyOf(steps);
  }

  /** The program as a line that can be run again. */
  String line() {
    return new WrittenProgram(shape, steps).toString();
  }

  /** The program as numbered steps. */
  String text() {
    StringBuilder text = new StringBuilder(why).append("\nwith ").append(shape).append(':');
    for (int i = 0; i < steps.size(); i++) {
      text.append("\n  ").append(i + 1).append(". ").append(steps.get(i));
    }
    return text.toString();
  }
}
