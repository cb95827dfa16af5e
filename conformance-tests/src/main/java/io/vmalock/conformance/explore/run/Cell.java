package io.vmalock.conformance.explore.run;

import io.vmalock.conformance.explore.memory.Location;
import org.jspecify.annotations.Nullable;

/** A variable of one object: a location, whatever way it is reached. */
final class Cell extends Location {
  private static final int NOBODY = -1;

  final Variable variable;
  final @Nullable Object owner;
  final int index;

  private int firstThread = NOBODY;
  private boolean shared;
  private boolean stored;

  Cell(Variable variable, @Nullable Object owner, int index) {
    super(variable.original(owner, index));
    this.variable = variable;
    this.owner = owner;
    this.index = index;
  }

  /**
   * Notes an access.
   *
   * @return whether it is now known that the variable is contended, and was not before
   */
  boolean touch(int thread, boolean stores) {
    if (variable.isContended()) {
      return false;
    }
    if (firstThread == NOBODY) {
      firstThread = thread;
    } else if (firstThread != thread) {
      shared = true;
    }
    stored |= stores;
    if (shared && stored) {
      variable.contend();
      return true;
    }
    return false;
  }
}
