package io.vmalock.modelcheck.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An execution, written as the steps that stray from the usual way: {@code 1.17>2} says that thread
 * 1, at its event 17, gives way to thread 2; {@code 2.5~1} that event 5 of thread 2 reads the store
 * before the newest one, and {@code 2.5=1} that it reads 1, which is stored later. The empty
 * schedule is {@code -}.
 */
public final class Schedule {
  /** The schedule that never strays. */
  public static final Schedule USUAL = new Schedule(List.of());

  private static final Pattern STEP = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})([>+~!=])(\\d{1,9})");

  /** One choice that strays. */
  record Step(int thread, int event, char sign, int written) {
    @Override
    public String toString() {
      return thread + "." + event + sign + written;
    }

    String inWords() {
      String at = "event " + event + " of T" + thread;
      return switch (sign) {
        case '~' ->
            at
                + " reads the store "
                + (written == 1 ? "" : written + " ")
                + "before the newest one";
        case '=' -> at + " reads " + written + ", which is stored later";
        case '!' -> at + " fails spuriously";
        case '+' -> "T" + thread + " goes on with its event " + event + ", although it has yielded";
        default -> "T" + thread + " gives way to T" + written + " at its event " + event;
      };
    }
  }

  private final List<Step> steps;

  private Schedule(List<Step> steps) {
    this.steps = steps;
  }

  /** Parses the output of {@link #toString}. */
  public static Schedule parse(String text) {
    if (text.equals("-")) {
      return USUAL;
    }
    List<Step> steps = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = STEP.matcher(part.trim());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "not a schedule: \"" + part + "\"; expected steps such as 1.17>2 or 2.5~1");
      }
      steps.add(
          new Step(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              matcher.group(3).charAt(0),
              Integer.parseInt(matcher.group(4))));
    }
    return new Schedule(List.copyOf(steps));
  }

  /** Returns the number of choices that stray. */
  public int length() {
    return steps.size();
  }

  /** Returns the straying steps in words, a line for each. */
  public List<String> inWords() {
    return steps.stream().map(Step::inWords).toList();
  }

  /** Returns this schedule with the usual way at one of its places. */
  public Schedule without(int index) {
    List<Step> rest = new ArrayList<>(steps);
    rest.remove(index);
    return new Schedule(List.copyOf(rest));
  }

  /** Returns this schedule without loads that return a value that is stored later. */
  public Schedule withoutLater() {
    return new Schedule(
        steps.stream().filter(step -> step.sign() != Choice.Kind.LATER.sign()).toList());
  }

  /** Returns the steps of this schedule that an execution of it never reached. */
  public List<String> notIn(Schedule executed) {
    return steps.stream()
        .filter(step -> !executed.steps.contains(step))
        .map(Step::toString)
        .toList();
  }

  List<Step> steps() {
    return steps;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schedule schedule && steps.equals(schedule.steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  @Override
  public String toString() {
    if (steps.isEmpty()) {
      return "-";
    }
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      text.append(text.length() == 0 ? "" : ",").append(step);
    }
    return text.toString();
  }

  /** Records the straying choices of an execution. */
  public static final class Recording {
    private final List<Step> steps = new ArrayList<>();

    /** Records the decision on {@code choice}. */
    public void add(Choice choice, int option) {
      if (option != 0) {
        steps.add(
            new Step(
                choice.thread(), choice.event(), choice.kind().sign(), choice.written(option)));
      }
    }

    /** Returns the schedule recorded so far. */
    public Schedule schedule() {
      return new Schedule(List.copyOf(steps));
    }
  }
}
