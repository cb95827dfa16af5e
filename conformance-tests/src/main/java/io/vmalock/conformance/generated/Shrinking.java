package io.vmalock.conformance.generated;

import io.vmalock.Limits;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.Step;
import io.vmalock.conformance.model.Step.Interrupt;
import io.vmalock.conformance.model.Step.Who;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a program that shows a mistake as short as it can: leaves out steps, then VMAs of lists,
 * then the special features of a step, as long as a rule is still broken. This may be another rule
 * than before: every part of the shortest program is needed, so its rule is the one to name.
 */
final class Shrinking {
  /** The text of X6 for numbers that wrap. */
  private static final Set<Rule> EXCLUSION =
      EnumSet.of(
          Rule.X1, Rule.X2, Rule.X3, Rule.X4, Rule.X5, Rule.X7, Rule.W1, Rule.W2, Rule.W3, Rule.L3,
          Rule.L5, Rule.L6);

  /** A first sequence after which no number of any usual width wraps. */
  private static final long FAR_FROM_WRAPS = 8_256;

  private static final int TIMES = 5;

  private final BiFunction<Shape, List<Step>, @Nullable Finding> play;
  private final long deadline;
  private Finding best;

  private Shrinking(
      Finding found, BiFunction<Shape, List<Step>, @Nullable Finding> play, long nanos) {
    this.best = found;
    this.play = play;
    this.deadline = System.nanoTime() + nanos;
  }

  /**
   * The shortest program found.
   *
   * @param play runs a program and returns its finding
   * @param nanos the most time to spend
   */
  static Finding shortest(
      Finding found, BiFunction<Shape, List<Step>, @Nullable Finding> play, long nanos) {
    Shrinking shrinking = new Shrinking(found, play, nanos);
    int before;
    do {
      before = shrinking.weight();
      shrinking.withoutSteps();
      shrinking.withFewerVmas();
      shrinking.withSmallerLists();
      shrinking.withPlainSteps();
      shrinking.withFewerVmas();
    } while (shrinking.weight() < before && shrinking.hasTime());
    shrinking.withPlainMms();
    return shrinking.best;
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }

  private int weight() {
    int weight = 0;
    for (Step step : best.steps()) {
      weight += 10 + step.vmas().size() + (step.bulk() ? 2 : 0) + (step.by() == Who.READER ? 2 : 0);
      weight += step.interrupt() == Interrupt.NONE ? 0 : 2;
    }
    return weight;
  }

  /** Whether this program shows a mistake; then it is the best so far. */
  private boolean shows(List<Step> steps) {
    return shows(best.shape(), steps);
  }

  private boolean shows(Shape shape, List<Step> steps) {
    if (!hasTime()) {
      return false;
    }
    Finding found = play.apply(shape, steps);
    if (found == null || found.steps().size() > best.steps().size()) {
      return false;
    }
    best = found;
    return true;
  }

  private void withoutSteps() {
    for (int chunk = Math.max(1, best.steps().size() / 2); chunk > 0; chunk /= 2) {
      for (int from = best.steps().size() - chunk; from >= 0 && hasTime(); from -= chunk) {
        if (from + chunk <= best.steps().size()) {
          List<Step> fewer = new ArrayList<>(best.steps());
          fewer.subList(from, from + chunk).clear();
          shows(fewer);
        }
      }
    }
  }

  private void withSmallerLists() {
    for (int i = 0; i < best.steps().size(); i++) {
      for (int chunk = best.steps().get(i).vmas().size() / 2; chunk > 0; chunk /= 2) {
        for (int from = 0; i < best.steps().size() && hasTime(); ) {
          Step step = best.steps().get(i);
          if (!step.bulk() || from + chunk > step.vmas().size()) {
            break;
          }
          List<Integer> fewer = new ArrayList<>(step.vmas());
          fewer.subList(from, from + chunk).clear();
          if (!replaces(i, step.of(fewer))) {
            from += chunk;
          }
        }
      }
    }
  }

  private void withPlainSteps() {
    for (int i = 0; i < best.steps().size() && hasTime(); i++) {
      Step step = best.steps().get(i);
      if (step.bulk() && step.vmas().size() == 1) {
        step = replaces(i, step.single()) ? step.single() : step;
      }
      if (i < best.steps().size() && step.interrupt() != Interrupt.NONE) {
        step = replaces(i, step.with(Interrupt.NONE)) ? step.with(Interrupt.NONE) : step;
      }
      if (i < best.steps().size() && step.by() == Who.READER) {
        replaces(i, step.by(Who.WRITER));
      }
    }
  }

  private boolean replaces(int index, Step by) {
    List<Step> changed = new ArrayList<>(best.steps());
    if (index >= changed.size()) {
      return false;
    }
    changed.set(index, by);
    return shows(changed);
  }

  /** The program without mms and VMAs that no step names. */
  private void withFewerVmas() {
    List<Integer> mms = best.steps().stream().map(Step::mm).distinct().sorted().toList();
    List<Integer> vmas =
        best.steps().stream()
            .flatMap(step -> step.vmas().stream())
            .filter(vma -> vma >= 0)
            .distinct()
            .sorted()
            .toList();
    Shape fewer =
        new Shape(mms.stream().map(best.shape().mms()::get).toList(), Math.max(1, vmas.size()));
    if (!mms.isEmpty() && !fewer.equals(best.shape())) {
      Map<Integer, Integer> numbers = new HashMap<>();
      vmas.forEach(vma -> numbers.put(vma, numbers.size()));
      List<Step> renamed = new ArrayList<>();
      for (Step step : best.steps()) {
        List<Integer> named =
            step.vmas().stream().map(vma -> numbers.getOrDefault(vma, vma)).toList();
        renamed.add(step.of(mms.indexOf(step.mm()), named));
      }
      shows(fewer, renamed);
    }
  }

  /**
   * The program with mms that are all alike. If only a wrap shows the mistake, and shows it each
   * time, X6 is the rule.
   */
  private void withPlainMms() {
    List<Limits> numbered = new ArrayList<>();
    for (Limits limits : best.shape().mms()) {
      numbered.add(new Limits(limits.firstSequence(), Integer.MAX_VALUE));
    }
    shows(new Shape(numbered, best.shape().vmas()), best.steps());
    if (best.shape().mms().stream().allMatch(limits -> limits.firstSequence() == 0)
        || !hasTime()
        || showsFrom(0)
        || showsFrom(FAR_FROM_WRAPS)) {
      return;
    }
    if (EXCLUSION.contains(best.rule()) && showsEachTime()) {
      best =
          new Finding(
              Rule.X6,
              best.why() + "; with sequences from 0 all is well",
              best.shape(),
              best.steps(),
              best.isHang());
    }
  }

  /** Whether the program shows a mistake with mms whose sequences begin at this number. */
  private boolean showsFrom(long first) {
    List<Limits> plain =
        best.shape().mms().stream().map(limits -> new Limits(first, limits.readers())).toList();
    return shows(new Shape(plain, best.shape().vmas()), best.steps());
  }

  /** A mistake that depends on time, or on chance, may be missing elsewhere for no reason. */
  private boolean showsEachTime() {
    for (int i = 0; i < TIMES && !best.isHang(); i++) {
      if (play.apply(best.shape(), best.steps()) == null) {
        return false;
      }
    }
    return true;
  }
}
