package io.vmalock.conformance.modelcheck.program;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** An action of a thread of a program: a step, or a section with steps inside. */
sealed interface Action {
  /** The actions inside, in order. */
  List<Action> inside();

  /** All steps of it. */
  Stream<Step> steps();

  /** Whether it opens a section, or needs one. */
  boolean writes();

  /**
   * A step.
   *
   * @param areas the indexes of the VMAs
   * @param isOther whether it names the other mm
   * @param inside the actions inside the hold
   */
  record Step(Operation operation, List<Integer> areas, boolean isOther, List<Action> inside)
      implements Action {
    /** The VMA, if there is only one. */
    int area() {
      return areas.get(0);
    }

    /** Whether it is the form for several VMAs. */
    boolean isBulk() {
      return areas.size() > 1;
    }

    @Override
    public Stream<Step> steps() {
      return Stream.concat(Stream.of(this), inside.stream().flatMap(Action::steps));
    }

    @Override
    public boolean writes() {
      return operation.writes() || inside.stream().anyMatch(Action::writes);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(operation.code());
      areas.forEach(text::append);
      text.append(isOther ? ProgramText.OTHER : "");
      return inside.isEmpty() ? text.toString() : text + "[" + text(inside) + "]";
    }
  }

  /**
   * A section.
   *
   * @param isOther whether it is one of the other mm
   * @param isDowngraded whether it ends in a downgrade
   */
  record Section(boolean isOther, List<Action> inside, boolean isDowngraded) implements Action {
    @Override
    public Stream<Step> steps() {
      return inside.stream().flatMap(Action::steps);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public String toString() {
      StringJoiner text = new StringJoiner(" ", (isOther ? ProgramText.OTHER : "") + "[", "]");
      inside.forEach(action -> text.add(action.toString()));
      return isDowngraded ? text.add(ProgramText.DOWNGRADE).toString() : text.toString();
    }
  }

  /** Writes actions as in a program's text. */
  static String text(List<Action> actions) {
    StringJoiner text = new StringJoiner(" ");
    actions.forEach(action -> text.add(action.toString()));
    return text.toString();
  }
}
