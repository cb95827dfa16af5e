package io.vmalock.modelcheck.variable;

import io.vmalock.modelcheck.memory.Location;
import org.jspecify.annotations.Nullable;

/** A variable of one object: a location, whatever way it is reached. */
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

  /** The variable as declared. */
  public Variable variable() {
    return variable;
  }

  /** The object or array that it is of, or null if it is static. */
  public @Nullable Object owner() {
    return owner;
  }

  /** The index of the element, or 0 if it is a field. */
  public int index() {
    return index;
  }

  /**
   * Notes an access.
   *
   * @return whether it is now known that the variable is contended, and was not before
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
   * Counts an access in a turn of its thread, which may wait for another to store; one that stores
   * what no other thread has used waits for nobody.
   *
   * @return how many there are in that turn
   */
  public int countIn(int newTurn, boolean stores) {
    boolean waits = shared || !stores;
    accesses = !waits ? 0 : turn == newTurn ? accesses + 1 : 1;
    turn = newTurn;
    return accesses;
  }

  /** Whether two threads accessed it, and one stored to it. */
  public boolean isMet() {
    return shared && stored;
  }
}
