package io.vmalock.conformance.modelcheck.space;

import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Protected;

/** An attachment: memory that its owner fills before it is mapped and poisons at its release. */
final class Tile {
  private static final int POISON = -1;

  final int number;

  /** Only the space's locks order it. */
  @Protected private int content;

  Tile(int number) {
    this.number = number;
    content = number;
  }

  /** By a reader that holds. */
  void look() {
    int seen = content;
    CurrentExecution.point("the reader is inside");
    if (seen != number || content != number) {
      CurrentExecution.fail("V2", "a reader inside tile " + number + " saw " + content);
    }
  }

  /** By the release. */
  void poison() {
    content = POISON;
  }
}
