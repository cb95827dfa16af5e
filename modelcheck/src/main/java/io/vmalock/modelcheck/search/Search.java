package io.vmalock.modelcheck.search;

/** Decides every choice of one execution after the other. */
public interface Search {
  /**
   * Begins the next execution.
   *
   * @return false if there is none left
   */
  boolean next();

  /** Takes one of {@code choice.options()} ways; there are at least two. */
  int decide(Choice choice);

  /** What was or is being searched, for the report: its name and its bounds. */
  String describe();
}
