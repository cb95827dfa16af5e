package io.vmalock.conformance.modelcheck.program;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the actions of one thread of a program. */
final class ActionReader {
  private static final Pattern STEP = Pattern.compile("([a-z]+)(\\d*)(" + ProgramText.OTHER + "?)");
  private static final Pattern SECTION = Pattern.compile("(" + ProgramText.OTHER + "?)\\[");

  private static final Pattern DOWNGRADE = Pattern.compile(ProgramText.DOWNGRADE + " *(?=])");

  private final String text;
  private int at;

  private ActionReader(String text) {
    this.text = text;
  }

  /** Throws IllegalArgumentException if the text is malformed. */
  static List<Action> read(String text) {
    ActionReader reader = new ActionReader(text.strip());
    List<Action> actions = reader.actions();
    reader.check(reader.isAtEnd(), reader.at, "] closes, and down ends, a section in brackets");
    reader.check(!actions.isEmpty(), 0, "each thread takes a step at least, such as r0");
    return actions;
  }

  /** Up to the end, or to a bracket that closes. */
  private List<Action> actions() {
    List<Action> actions = new ArrayList<>();
    skipBlanks();
    while (!isAtEnd() && !isNext(']') && !next(DOWNGRADE).lookingAt()) {
      int from = at;
      Matcher section = next(SECTION);
      actions.add(section.lookingAt() ? section(section) : step(next(STEP)));
      check(isAtEnd() || isNext(']') || isNext(' '), from, "a blank comes after a step");
      skipBlanks();
    }
    return List.copyOf(actions);
  }

  private Action section(Matcher found) {
    int from = at;
    at = found.end();
    List<Action> inside = actions();
    Matcher down = next(DOWNGRADE);
    boolean isDowngraded = down.lookingAt();
    if (isDowngraded) {
      at = down.end();
    }
    close(from);
    return new Action.Section(!found.group(1).isEmpty(), inside, isDowngraded);
  }

  private Action step(Matcher found) {
    check(found.lookingAt(), at, "there are such as r0, w01B and [w0 d0]");
    int from = at;
    Operation operation = Operation.of(found.group(1));
    List<Integer> areas = found.group(2).chars().mapToObj(digit -> digit - '0').toList();
    check(operation.takes(areas), from, operation.code() + " names " + operation.takes());
    at = found.end();
    List<Action> inside = List.of();
    if (operation.hasInside() && isNext('[')) {
      at++;
      inside = actions();
      close(from);
      check(!inside.isEmpty(), from, "a hold's brackets have steps inside");
    }
    return new Action.Step(operation, areas, !found.group(3).isEmpty(), inside);
  }

  private void close(int from) {
    check(isNext(']'), from, "its bracket is not closed");
    at++;
  }

  private Matcher next(Pattern what) {
    return what.matcher(text).region(at, text.length());
  }

  private boolean isAtEnd() {
    return at == text.length();
  }

  private boolean isNext(char what) {
    return !isAtEnd() && text.charAt(at) == what;
  }

  private void skipBlanks() {
    while (isNext(' ')) {
      at++;
    }
  }

  private void check(boolean isRight, int from, String what) {
    if (!isRight) {
      String wrong = text.substring(from).split(" ", 2)[0];
      throw new IllegalArgumentException(
          "no step of a program: \"" + wrong + "\" in \"" + text + "\"; " + what);
    }
  }
}
