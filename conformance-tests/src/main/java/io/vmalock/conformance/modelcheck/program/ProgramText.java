package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The text of a program of a few threads: the threads separated by a bar, each a list of steps with
 * the index of the VMA, such as {@code r0 w1|[w0 d0]}.
 *
 * <p>A step that needs a section and stands in none gets one. Conditions of the whole program may
 * come before, with a colon, and steps before the threads begin, with a semicolon: {@code after
 * 600, limit 1: w1; r0|w0}. docs/model-checker.md has the whole language.
 */
public final class ProgramText {
  /** The number of reads of a VMA after which strategies with a second mode enter it. */
  static final int MANY = 600;

  /** VMAs 0 and 1 belong to the first mm; this one, and those below the next, to the other. */
  static final int OF_OTHER = 2;

  /** This VMA belongs to no mm. */
  static final int NEW = 3;

  /** The most VMAs that a program has. */
  static final int MOST_AREAS = 4;

  /** Marks a step of the other mm. */
  static final String OTHER = "B";

  /** At the end of a section, one that ends in a downgrade. */
  static final String DOWNGRADE = "down";

  private final Conditions conditions;
  private final List<Action> before;
  private final List<List<Action>> threads;

  private ProgramText(Conditions conditions, List<Action> before, List<List<Action>> threads) {
    this.conditions = conditions;
    this.before = before;
    this.threads = threads;
  }

  /**
   * Reads the text of {@link #toString}.
   *
   * @throws IllegalArgumentException if the text is malformed
   */
  public static ProgramText parse(String text) {
    int colon = text.indexOf(':');
    Conditions conditions =
        colon < 0 ? Conditions.NONE : Conditions.parse(text.substring(0, colon));
    int semicolon = text.indexOf(';');
    List<Action> before =
        semicolon < 0 ? List.of() : ActionReader.read(text.substring(colon + 1, semicolon));
    List<List<Action>> threads = new ArrayList<>();
    for (String thread : text.substring(Math.max(colon, semicolon) + 1).split("\\|", -1)) {
      threads.add(ActionReader.read(thread));
    }
    return new ProgramText(conditions, before, List.copyOf(threads));
  }

  Conditions conditions() {
    return conditions;
  }

  /** The actions before the threads begin. */
  List<Action> before() {
    return before;
  }

  /** The actions of each thread. */
  List<List<Action>> threads() {
    return threads;
  }

  /**
   * The number of VMAs: those of the first mm, and further ones as far as the program names them.
   */
  int areas() {
    int highest = steps().flatMap(step -> step.areas().stream()).reduce(0, Math::max);
    return Math.max(OF_OTHER, highest + 1);
  }

  /** Whether any thread takes such a step. */
  boolean has(Predicate<Operation> what) {
    return steps().map(Action.Step::operation).anyMatch(what);
  }

  /** Whether any section is opened. */
  boolean writes() {
    return actions().anyMatch(Action::writes);
  }

  private Stream<Action> actions() {
    return Stream.concat(before.stream(), threads.stream().flatMap(List::stream));
  }

  private Stream<Action.Step> steps() {
    return actions().flatMap(Action::steps);
  }

  /** Whether a strategy with these capabilities can run it. */
  boolean isPossible(Set<String> capabilities) {
    return needed().stream().allMatch(need -> capabilities.contains(need.name()));
  }

  private Set<Capability> needed() {
    Set<Capability> needed = new TreeSet<>();
    if (conditions.isLimited()) {
      needed.add(Capability.READER_LIMIT);
    }
    steps()
        .forEach(
            step -> {
              needed.addAll(step.operation().needed());
              if (step.operation().tries() && step.isBulk()) {
                needed.add(Capability.EARLY_END_WRITE); // to give back the VMAs that it took
              }
              if (step.isOther()) {
                needed.add(Capability.VMA_REUSE); // otherwise no VMA would belong to the other mm
              }
            });
    return needed;
  }

  /** This program after a number of reads of each VMA. */
  ProgramText after(int reads) {
    return new ProgramText(conditions.after(reads), before, threads);
  }

  @Override
  public String toString() {
    String first = before.isEmpty() ? "" : Action.text(before) + "; ";
    StringJoiner all = new StringJoiner("|", conditions + first, "");
    threads.forEach(thread -> all.add(Action.text(thread)));
    return all.toString();
  }
}
