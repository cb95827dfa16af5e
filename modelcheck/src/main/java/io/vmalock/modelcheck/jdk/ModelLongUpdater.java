package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Values;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stands for {@link java.util.concurrent.atomic.AtomicLongFieldUpdater} in rewritten code. */
public final class ModelLongUpdater {
  private final FieldVariable field;

  private ModelLongUpdater(FieldVariable field) {
    this.field = field;
  }

  /** As that of the class it stands for. */
  public static ModelLongUpdater newUpdater(Class<?> owner, String name) {
    try {
      return new ModelLongUpdater(Variables.find(owner, name));
    } catch (NoSuchFieldException e) {
      throw new RuntimeException(e);
    }
  }

  private long number(AccessMode mode, Object owner, @Nullable Object value) {
    return (long) Values.toLong(Access.perform(mode, field, owner, 0, value, null));
  }

  /** Compares and sets. */
  public boolean compareAndSet(Object owner, long expected, long value) {
    return Boolean.TRUE.equals(
        Access.perform(AccessMode.COMPARE_AND_SET, field, owner, 0, expected, value));
  }

  /** Compares and sets; may fail for no reason. */
  public boolean weakCompareAndSet(Object owner, long expected, long value) {
    return Boolean.TRUE.equals(
        Access.perform(AccessMode.WEAK_COMPARE_AND_SET, field, owner, 0, expected, value));
  }

  /** Stores, as to a volatile. */
  public void set(Object owner, long value) {
    Access.perform(AccessMode.SET_VOLATILE, field, owner, 0, value, null);
  }

  /** Stores in release mode. */
  public void lazySet(Object owner, long value) {
    Access.perform(AccessMode.SET_RELEASE, field, owner, 0, value, null);
  }

  /** Loads, as from a volatile. */
  public long get(Object owner) {
    return number(AccessMode.GET_VOLATILE, owner, null);
  }

  /** Swaps. */
  public long getAndSet(Object owner, long value) {
    return number(AccessMode.GET_AND_SET, owner, value);
  }

  /** Adds. */
  public long getAndAdd(Object owner, long delta) {
    return number(AccessMode.GET_AND_ADD, owner, delta);
  }

  /** Adds 1. */
  public long getAndIncrement(Object owner) {
    return getAndAdd(owner, 1);
  }

  /** Subtracts 1. */
  public long getAndDecrement(Object owner) {
    return getAndAdd(owner, -1);
  }

  /** Adds; returns the sum. */
  public long addAndGet(Object owner, long delta) {
    return getAndAdd(owner, delta) + delta;
  }

  /** Adds 1; returns the sum. */
  public long incrementAndGet(Object owner) {
    return addAndGet(owner, 1);
  }

  /** Subtracts 1; returns the difference. */
  public long decrementAndGet(Object owner) {
    return addAndGet(owner, -1);
  }

  /** Applies a function; returns the value before. */
  public long getAndUpdate(Object owner, LongUnaryOperator update) {
    while (true) {
      long old = get(owner);
      if (compareAndSet(owner, old, update.applyAsLong(old))) {
        return old;
      }
    }
  }

  /** Applies a function; returns its value. */
  public long updateAndGet(Object owner, LongUnaryOperator update) {
    while (true) {
      long old = get(owner);
      long value = update.applyAsLong(old);
      if (compareAndSet(owner, old, value)) {
        return value;
      }
    }
  }

  /** Combines; returns the value before. */
  public long getAndAccumulate(Object owner, long operand, LongBinaryOperator combine) {
    return getAndUpdate(owner, old -> combine.applyAsLong(old, operand));
  }

  /** Combines; returns the result. */
  public long accumulateAndGet(Object owner, long operand, LongBinaryOperator combine) {
    return updateAndGet(owner, old -> combine.applyAsLong(old, operand));
  }
}
