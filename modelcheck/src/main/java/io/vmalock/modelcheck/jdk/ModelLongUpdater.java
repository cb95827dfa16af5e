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
public abstract class ModelLongUpdater {
  /** For those of a library's own. */
  protected ModelLongUpdater() {}

  /** As that of the class it stands for. */
  public static ModelLongUpdater newUpdater(Class<?> owner, String name) {
    try {
      return new OfField(Variables.find(owner, name));
    } catch (NoSuchFieldException e) {
      throw new RuntimeException(e);
    }
  }

  /** Compares and sets. */
  public abstract boolean compareAndSet(Object owner, long expected, long value);

  /** Compares and sets; may fail spuriously. */
  public abstract boolean weakCompareAndSet(Object owner, long expected, long value);

  /** Stores, as to a volatile. */
  public abstract void set(Object owner, long value);

  /** Stores in release mode. */
  public abstract void lazySet(Object owner, long value);

  /** Loads, as from a volatile. */
  public abstract long get(Object owner);

  /** Swaps. */
  public long getAndSet(Object owner, long value) {
    return getAndUpdate(owner, old -> value);
  }

  /** Adds. */
  public long getAndAdd(Object owner, long delta) {
    return getAndUpdate(owner, old -> old + delta);
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

  /** One of a field: each of these is one access. */
  private static final class OfField extends ModelLongUpdater {
    private final FieldVariable field;

    OfField(FieldVariable field) {
      this.field = field;
    }

    private @Nullable Object perform(
        AccessMode mode, Object owner, @Nullable Object one, @Nullable Object two) {
      return Access.perform(mode, field, owner, 0, one, two);
    }

    @Override
    public boolean compareAndSet(Object owner, long expected, long value) {
      return Boolean.TRUE.equals(perform(AccessMode.COMPARE_AND_SET, owner, expected, value));
    }

    @Override
    public boolean weakCompareAndSet(Object owner, long expected, long value) {
      return Boolean.TRUE.equals(perform(AccessMode.WEAK_COMPARE_AND_SET, owner, expected, value));
    }

    @Override
    public void set(Object owner, long value) {
      perform(AccessMode.SET_VOLATILE, owner, value, null);
    }

    @Override
    public void lazySet(Object owner, long value) {
      perform(AccessMode.SET_RELEASE, owner, value, null);
    }

    @Override
    public long get(Object owner) {
      return Values.toLong(perform(AccessMode.GET_VOLATILE, owner, null, null));
    }

    @Override
    public long getAndSet(Object owner, long value) {
      return Values.toLong(perform(AccessMode.GET_AND_SET, owner, value, null));
    }

    @Override
    public long getAndAdd(Object owner, long delta) {
      return Values.toLong(perform(AccessMode.GET_AND_ADD, owner, delta, null));
    }
  }
}
