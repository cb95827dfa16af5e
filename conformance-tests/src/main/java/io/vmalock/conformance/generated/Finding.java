package io.vmalock.conformance.generated;

import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.Step;
import java.util.List;

/**
 * A program that shows that a rule is broken.
 *
 * @param steps up to the one at which it shows
 * @param isHang whether that one does not return
 */
record Finding(Rule rule, String why, Shape shape, List<Step> steps, boolean isHang) {
  Finding {
    steps = List.copyOf(steps);
  }

  /** As a line that can be played again. */
  String line() {
    return new WrittenProgram(shape, steps).toString();
  }

  /** As numbered steps. */
  String text() {
    StringBuilder text = new StringBuilder(why).append("\nwith ").append(shape).append(':');
    for (int i = 0; i < steps.size(); i++) {
      text.append("\n  ").append(i + 1).append(". ").append(steps.get(i));
    }
    return text.toString();
  }
}
