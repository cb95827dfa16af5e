package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stands for {@link java.util.concurrent.atomic.AtomicReferenceFieldUpdater} in rewritten code. */
public abstract class ModelReferenceUpdater {
  /** For those of a library's own. */
  protected ModelReferenceUpdater() {}

  /** As that of the class it stands for. */
  public static ModelReferenceUpdater newUpdater(Class<?> owner, Class<?> type, String name) {
    try {
      return new OfField(Variables.find(owner, name));
    } catch (NoSuchFieldException e) {
      throw new RuntimeException(e);
    }
  }

  /** Compares and sets. */
  public abstract boolean compareAndSet(
      Object owner, @Nullable Object expected, @Nullable Object value);

  /** Compares and sets; may fail spuriously. */
  public abstract boolean weakCompareAndSet(
      Object owner, @Nullable Object expected, @Nullable Object value);

  /** Stores, as to a volatile. */
  public abstract void set(Object owner, @Nullable Object value);

  /** Stores in release mode. */
  public abstract void lazySet(Object owner, @Nullable Object value);

  /** Loads, as from a volatile. */
  public abstract @Nullable Object get(Object owner);

  /** Swaps. */
  public @Nullable Object getAndSet(Object owner, @Nullable Object value) {
    return getAndUpdate(owner, old -> value);
  }

  /** Applies a function; returns the value before. */
  public @Nullable Object getAndUpdate(Object owner, UnaryOperator<@Nullable Object> update) {
    while (true) {
      Object old = get(owner);
      if (compareAndSet(owner, old, update.apply(old))) {
        return old;
      }
    }
  }

  /** Applies a function; returns its value. */
  public @Nullable Object updateAndGet(Object owner, UnaryOperator<@Nullable Object> update) {
    while (true) {
      Object old = get(owner);
      Object value = update.apply(old);
      if (compareAndSet(owner, old, value)) {
        return value;
      }
    }
  }

  /** Combines; returns the value before. */
  public @Nullable Object getAndAccumulate(
      Object owner, @Nullable Object operand, BinaryOperator<@Nullable Object> combine) {
    return getAndUpdate(owner, old -> combine.apply(old, operand));
  }

  /** Combines; returns the result. */
  public @Nullable Object accumulateAndGet(
      Object owner, @Nullable Object operand, BinaryOperator<@Nullable Object> combine) {
    return updateAndGet(owner, old -> combine.apply(old, operand));
  }

  /** One of a field: each of these is one access. */
  private static final class OfField extends ModelReferenceUpdater {
    private final FieldVariable field;

    OfField(FieldVariable field) {
      this.field = field;
    }

    private @Nullable Object perform(
        AccessMode mode, Object owner, @Nullable Object one, @Nullable Object two) {
      return Access.perform(mode, field, owner, 0, one, two);
    }

    @Override
    public boolean compareAndSet(Object owner, @Nullable Object expected, @Nullable Object value) {
      return Boolean.TRUE.equals(perform(AccessMode.COMPARE_AND_SET, owner, expected, value));
    }

    @Override
    public boolean weakCompareAndSet(
        Object owner, @Nullable Object expected, @Nullable Object value) {
      return Boolean.TRUE.equals(perform(AccessMode.WEAK_COMPARE_AND_SET, owner, expected, value));
    }

    @Override
    public void set(Object owner, @Nullable Object value) {
      perform(AccessMode.SET_VOLATILE, owner, value, null);
    }

    @Override
    public void lazySet(Object owner, @Nullable Object value) {
      perform(AccessMode.SET_RELEASE, owner, value, null);
    }

    @Override
    public @Nullable Object get(Object owner) {
      return perform(AccessMode.GET_VOLATILE, owner, null, null);
    }

    @Override
    public @Nullable Object getAndSet(Object owner, @Nullable Object value) {
      return perform(AccessMode.GET_AND_SET, owner, value, null);
    }
  }
}
