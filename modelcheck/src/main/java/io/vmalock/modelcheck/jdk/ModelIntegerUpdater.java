package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Values;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stands for {@link java.util.concurrent.atomic.AtomicIntegerFieldUpdater} in rewritten code. */
public final class ModelIntegerUpdater {
  private final FieldVariable field;

  private ModelIntegerUpdater(FieldVariable field) {
    this.field = field;
  }

  /** As that of the class it stands for. */
  public static ModelIntegerUpdater newUpdater(Class<?> owner, String name) {
    try {
      return new ModelIntegerUpdater(Variables.find(owner, name));
    } catch (NoSuchFieldException e) {
      throw new RuntimeException(e);
    }
  }

  private int number(AccessMode mode, Object owner, @Nullable Object value) {
    return (int) Values.toLong(Access.perform(mode, field, owner, 0, value, null));
  }

  /** Compares and sets. */
  public boolean compareAndSet(Object owner, int expected, int value) {
    return Boolean.TRUE.equals(
        Access.perform(AccessMode.COMPARE_AND_SET, field, owner, 0, expected, value));
  }

  /** Compares and sets; may fail for no reason. */
  public boolean weakCompareAndSet(Object owner, int expected, int value) {
    return Boolean.TRUE.equals(
        Access.perform(AccessMode.WEAK_COMPARE_AND_SET, field, owner, 0, expected, value));
  }

  /** Stores, as to a volatile. */
  public void set(Object owner, int value) {
    Access.perform(AccessMode.SET_VOLATILE, field, owner, 0, value, null);
  }

  /** Stores in release mode. */
  public void lazySet(Object owner, int value) {
    Access.perform(AccessMode.SET_RELEASE, field, owner, 0, value, null);
  }

  /** Loads, as from a volatile. */
  public int get(Object owner) {
    return number(AccessMode.GET_VOLATILE, owner, null);
  }

  /** Swaps. */
  public int getAndSet(Object owner, int value) {
    return number(AccessMode.GET_AND_SET, owner, value);
  }

  /** Adds. */
  public int getAndAdd(Object owner, int delta) {
    return number(AccessMode.GET_AND_ADD, owner, delta);
  }

  /** Adds 1. */
  public int getAndIncrement(Object owner) {
    return getAndAdd(owner, 1);
  }

  /** Subtracts 1. */
  public int getAndDecrement(Object owner) {
    return getAndAdd(owner, -1);
  }

  /** Adds; returns the sum. */
  public int addAndGet(Object owner, int delta) {
    return getAndAdd(owner, delta) + delta;
  }

  /** Adds 1; returns the sum. */
  public int incrementAndGet(Object owner) {
    return addAndGet(owner, 1);
  }

  /** Subtracts 1; returns the difference. */
  public int decrementAndGet(Object owner) {
    return addAndGet(owner, -1);
  }

  /** Applies a function; returns the value before. */
  public int getAndUpdate(Object owner, IntUnaryOperator update) {
    while (true) {
      int old = get(owner);
      if (compareAndSet(owner, old, update.applyAsInt(old))) {
        return old;
      }
    }
  }

  /** Applies a function; returns its value. */
  public int updateAndGet(Object owner, IntUnaryOperator update) {
    while (true) {
      int old = get(owner);
      int value = update.applyAsInt(old);
      if (compareAndSet(owner, old, value)) {
        return value;
      }
    }
  }

  /** Combines; returns the value before. */
  public int getAndAccumulate(Object owner, int operand, IntBinaryOperator combine) {
    return getAndUpdate(owner, old -> combine.applyAsInt(old, operand));
  }

  /** Combines; returns the result. */
  public int accumulateAndGet(Object owner, int operand, IntBinaryOperator combine) {
    return updateAndGet(owner, old -> combine.applyAsInt(old, operand));
  }
}
