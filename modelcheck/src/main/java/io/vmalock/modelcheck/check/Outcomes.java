package io.vmalock.modelcheck.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcomes that are acceptable, interesting or forbidden. */
final class Outcomes {
  private final Map<String, Expect> declared = new LinkedHashMap<>();

  void declare(Expect expect, String... outcomes) {
    for (String outcome : outcomes) {
      Expect before = declared.putIfAbsent(outcome, expect);
      if (before != null && before != expect) {
        throw new IllegalArgumentException(
            "outcome \"" + outcome + "\" is declared both " + before + " and " + expect);
      }
    }
  }

  /**
   * Returns the expectation of an outcome. An undeclared outcome is forbidden if any declared one
   * is permitted.
   */
  Expect of(String outcome) {
    Expect expect = declared.get(outcome);
    if (expect != null) {
      return expect;
    }
    boolean closed = declared.values().stream().anyMatch(other -> other != Expect.FORBIDDEN);
    return closed ? Expect.FORBIDDEN : Expect.ACCEPTABLE;
  }

  boolean isEmpty() {
    return declared.isEmpty();
  }

  /** Returns the declared outcomes. */
  Map<String, Expect> all() {
    return declared;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    declared.forEach((outcome, expect) -> lines.add("\"" + outcome + "\" is " + words(expect)));
    return lines;
  }

  static String words(Expect expect) {
    return expect.name().toLowerCase(java.util.Locale.ROOT);
  }
}
