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
public abstract class ModelIntegerUpdater {
  /** For those of a library's own. */
  protected ModelIntegerUpdater() {}

  /** As that of the class it stands for. */
  public static ModelIntegerUpdater newUpdater(Class<?> owner, String name) {
    try {
      return new OfField(Variables.find(owner, name));
    } catch (NoSuchFieldException e) {
      throw new RuntimeException(e);
    }
  }

  /** Compares and sets. */
  public abstract boolean compareAndSet(Object owner, int expected, int value);

  /** Compares and sets; may fail spuriously. */
  public abstract boolean weakCompareAndSet(Object owner, int expected, int value);

  /** Stores, as to a volatile. */
  public abstract void set(Object owner, int value);

  /** Stores in release mode. */
  public abstract void lazySet(Object owner, int value);

  /** Loads, as from a volatile. */
  public abstract int get(Object owner);

  /** Swaps. */
  public int getAndSet(Object owner, int value) {
    return getAndUpdate(owner, old -> value);
  }

  /** Adds. */
  public int getAndAdd(Object owner, int delta) {
    return getAndUpdate(owner, old -> old + delta);
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

  /** One of a field: each of these is one access. */
  private static final class OfField extends ModelIntegerUpdater {
    private final FieldVariable field;

    OfField(FieldVariable field) {
      this.field = field;
    }

    private @Nullable Object perform(
        AccessMode mode, Object owner, @Nullable Object one, @Nullable Object two) {
      return Access.perform(mode, field, owner, 0, one, two);
    }

    @Override
    public boolean compareAndSet(Object owner, int expected, int value) {
      return Boolean.TRUE.equals(perform(AccessMode.COMPARE_AND_SET, owner, expected, value));
    }

    @Override
    public boolean weakCompareAndSet(Object owner, int expected, int value) {
      return Boolean.TRUE.equals(perform(AccessMode.WEAK_COMPARE_AND_SET, owner, expected, value));
    }

    @Override
    public void set(Object owner, int value) {
      perform(AccessMode.SET_VOLATILE, owner, value, null);
    }

    @Override
    public void lazySet(Object owner, int value) {
      perform(AccessMode.SET_RELEASE, owner, value, null);
    }

    @Override
    public int get(Object owner) {
      return (int) Values.toLong(perform(AccessMode.GET_VOLATILE, owner, null, null));
    }

    @Override
    public int getAndSet(Object owner, int value) {
      return (int) Values.toLong(perform(AccessMode.GET_AND_SET, owner, value, null));
    }

    @Override
    public int getAndAdd(Object owner, int delta) {
      return (int) Values.toLong(perform(AccessMode.GET_AND_ADD, owner, delta, null));
    }
  }
}
