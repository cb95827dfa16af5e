package io.vmalock.modelcheck.variable;

import org.jspecify.annotations.Nullable;

/**
 * A variable as declared: a field, or the elements of one type of array. Every object has its own
 * {@link Cell} for it.
 */
public abstract class Variable {
  private final boolean isVolatile;
  private final boolean isProtected;
  private boolean contended;

  public Variable(boolean isVolatile, boolean isProtected) {
    this.isVolatile = isVolatile;
    this.isProtected = isProtected;
  }

  /**
   * Returns whether it is declared volatile, so that plain field accesses to it are volatile ones.
   */
  public boolean isVolatile() {
    return isVolatile;
  }

  /** Returns whether the lock protects it: a race on it is an error. */
  public boolean isProtected() {
    return isProtected;
  }

  /**
   * Returns whether two threads were seen to access one of its cells, one of them storing. Which
   * thread runs matters only before accesses to such variables.
   */
  public boolean isContended() {
    return contended;
  }

  public void contend() {
    contended = true;
  }

  /** Returns the value from before the threads of the execution began. */
  public abstract @Nullable Object original(@Nullable Object owner, int index);

  /** Sets the variable itself, outside the model. */
  public abstract void setOriginal(@Nullable Object owner, int index, @Nullable Object value);

  /** Returns its kind: the descriptor of a primitive type, or L. */
  public abstract char kind();

  /** Returns its name in reports; for arrays, that of the element at {@code index}. */
  public abstract String label(int index);
}
