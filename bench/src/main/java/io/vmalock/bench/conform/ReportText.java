package io.vmalock.bench.conform;

import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.matrix.CampaignSummary;
import io.vmalock.conformance.matrix.Failure;
import io.vmalock.conformance.matrix.Judged;
import io.vmalock.conformance.matrix.Matrix;
import io.vmalock.conformance.matrix.Settings;
import io.vmalock.conformance.matrix.TestMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The texts that all forms share. */
final class ReportText {
  static final String TITLE = "Conformance";

  /** The meaning of the signs in the cells. */
  static final String SIGNS =
      "✓ kept, ✗ broken, – not declared or not to be had here, ? not judged; a number: see the"
          + " note";

  /** The meaning of the kinds of rules. */
  static final List<String> KINDS =
      List.of(
          "required: binds every strategy",
          "capability: binds, wholly or in part, those that declare it",
          "statistical: binds every strategy; a test sees only that it held for a while",
          "space: kept by the address space, and judged in one on the strategy");

  /** The meaning of the layers. */
  static final String LAYERS =
      "judged by: scenario, short stories on real threads; generated, programs made from the"
          + " contract's model and judged by it; model checker, interleavings and memory orders of"
          + " the real bytecode; stress, many real threads for a while, which is statistical"
          + " whatever the rule; space, an address space on the strategy, by the model checker and"
          + " in stories";

  private ReportText() {}

  /** A rule's kind as one word. */
  static String kind(Rule.Kind kind) {
    return switch (kind) {
      case REQUIRED -> "required";
      case CAPABILITY -> "capability";
      case STATISTICAL -> "statistical";
      case SPACE -> "space";
    };
  }

  static List<String> layers(List<Layer> layers) {
    return layers.stream().map(Layer::label).toList();
  }

  /** Machine and settings, a line each. */
  static List<String> environment(Matrix matrix) {
    TestMachine here = matrix.environment();
    Settings settings = matrix.settings();
    List<String> lines = new ArrayList<>();
    lines.add(
        here.jvm()
            + " "
            + here.java()
            + ", "
            + here.cores()
            + (here.cores() == 1 ? " CPU, " : " CPUs, ")
            + here.os());
    lines.add(
        "level "
            + settings.level()
            + ", seed "
            + settings.seed()
            + ", waits scaled by "
            + settings.scale()
            + "; for each strategy "
            + settings.exploreSeconds()
            + " s of the model checker and "
            + settings.stressSeconds()
            + " s of stress");
    lines.add("made by: " + settings.command());
    settings.excluded().forEach(line -> lines.add("excluded: " + line));
    return lines;
  }

  /** The capabilities that a strategy does not declare, so that rules do not bind it; or empty. */
  static String lacks(Judged judged) {
    return judged.lacks().isEmpty() ? "" : "does not declare " + String.join(", ", judged.lacks());
  }

  /** The time of each layer. */
  static String spent(Judged judged) {
    List<String> parts = new ArrayList<>();
    judged.secondsByLayer().forEach((layer, seconds) -> parts.add(layer + " " + seconds + " s"));
    return String.join(", ", parts);
  }

  /** The number of further checks that fail alike. */
  static String alike(Failure failure) {
    int count = failure.alike().size();
    return count == 0
        ? ""
        : count == 1
            ? "; 1 further check fails alike"
            : "; " + count + " further checks fail alike";
  }

  /** The time at which it was found, and the time of its check. */
  static String times(Failure failure) {
    return "found after " + failure.foundAfter() + " s, by a check of " + failure.took() + " s";
  }

  /** The work of the model checker, in a line. */
  static String explored(CampaignSummary explored) {
    return "model checker: " + explored.schedules() + " schedules in " + explored.seconds() + " s";
  }

  /** The part of the bytecode that the model checker sees, in a line. */
  static String instrumented(CampaignSummary explored) {
    long unmodelled = explored.classes().stream().filter(c -> !c.unmodelled().isEmpty()).count();
    return String.format(
        Locale.ROOT,
        "instrumented: %d classes, %d accesses, %d calls; %s",
        explored.classes().size(),
        explored.classes().stream().mapToInt(CampaignSummary.Instrumented::accesses).sum(),
        explored.classes().stream().mapToInt(CampaignSummary.Instrumented::calls).sum(),
        unmodelled == 0
            ? "nothing that the model checker would refuse to judge"
            : "in "
                + unmodelled
                + " of them calls that it refuses to judge where they are reached");
  }
}
