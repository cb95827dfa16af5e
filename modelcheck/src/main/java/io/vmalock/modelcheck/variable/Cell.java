package io.vmalock.modelcheck.variable;

import io.vmalock.modelcheck.memory.Location;
import org.jspecify.annotations.Nullable;

/** A variable of one object: one location, whatever kind of access reaches it. */
public final class Cell extends Location {
  private static final int NOBODY = -1;

  private final Variable variable;
  private final @Nullable Object owner;
  private final int index;

  private int firstThread = NOBODY;
  private boolean shared;
  private int turn;
  private int accesses;
  private boolean stored;

  Cell(Variable variable, @Nullable Object owner, int index) {
    super(variable.original(owner, index));
    this.variable = variable;
    this.owner = owner;
    this.index = index;
  }

  /** Returns the variable as declared. */
  public Variable variable() {
    return variable;
  }

  /** Returns its object or array, or null if it is static. */
  public @Nullable Object owner() {
    return owner;
  }

  /** Returns the index of the element, or 0 for a field. */
  public int index() {
    return index;
  }

  /**
   * Records an access.
   *
   * @return whether this access shows for the first time that the variable is contended
   */
  public boolean touch(int thread, boolean stores) {
    if (firstThread == NOBODY) {
      firstThread = thread;
    } else if (firstThread != thread) {
      shared = true;
    }
    stored |= stores;
    if (isMet() && !variable.isContended()) {
      variable.contend();
      return true;
    }
    return false;
  }

  /**
   * Counts an access in a turn of its thread, in which the thread may wait for another to store. A
   * store to a variable that no other thread has used waits for none.
   *
   * @return the number of accesses in that turn
   */
  public int countIn(int newTurn, boolean stores) {
    boolean waits = shared || !stores;
    accesses = !waits ? 0 : turn == newTurn ? accesses + 1 : 1;
    turn = newTurn;
    return accesses;
  }

  /** Returns whether two threads accessed it, and one stored to it. */
  public boolean isMet() {
    return shared && stored;
  }
}
