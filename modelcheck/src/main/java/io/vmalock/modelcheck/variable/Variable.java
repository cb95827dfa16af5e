package io.vmalock.modelcheck.variable;

import org.jspecify.annotations.Nullable;

/**
 * A variable as declared: a field, or the elements of one type of array. Every object has a {@link
 * Cell} of its own for it.
 */
public abstract class Variable {
  private final boolean isVolatile;
  private final boolean isProtected;
  private boolean contended;

  public Variable(boolean isVolatile, boolean isProtected) {
    this.isVolatile = isVolatile;
    this.isProtected = isProtected;
  }

  /** Whether plain field accesses to it are volatile ones. */
  public boolean isVolatile() {
    return isVolatile;
  }

  /** Whether it is what the lock protects: a race on it is an error. */
  public boolean isProtected() {
    return isProtected;
  }

  /**
   * Whether some cell of it was seen accessed by two threads, one of them storing. Only before
   * accesses to such variables does it matter which thread runs.
   */
  public boolean isContended() {
    return contended;
  }

  public void contend() {
    contended = true;
  }

  /** The value as it was before the threads of the execution began. */
  public abstract @Nullable Object original(@Nullable Object owner, int index);

  /** Sets the variable itself, past the model. */
  public abstract void setOriginal(@Nullable Object owner, int index, @Nullable Object value);

  /** Its kind: a descriptor of a primitive type, or L. */
  public abstract char kind();

  /** The name for people, of the element at {@code index} if it is of arrays. */
  public abstract String label(int index);
}
