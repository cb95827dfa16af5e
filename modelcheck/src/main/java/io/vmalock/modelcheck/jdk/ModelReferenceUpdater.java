package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stands for {@link java.util.concurrent.atomic.AtomicReferenceFieldUpdater} in rewritten code. */
public final class ModelReferenceUpdater {
  private final FieldVariable field;

  private ModelReferenceUpdater(FieldVariable field) {
    this.field = field;
  }

  /** As that of the class it stands for. */
  public static ModelReferenceUpdater newUpdater(Class<?> owner, Class<?> type, String name) {
    try {
      return new ModelReferenceUpdater(Variables.find(owner, name));
    } catch (NoSuchFieldException e) {
      throw new RuntimeException(e);
    }
  }

  /** Compares and sets. */
  public boolean compareAndSet(Object owner, @Nullable Object expected, @Nullable Object value) {
    return Boolean.TRUE.equals(
        Access.perform(AccessMode.COMPARE_AND_SET, field, owner, 0, expected, value));
  }

  /** Compares and sets; may fail for no reason. */
  public boolean weakCompareAndSet(
      Object owner, @Nullable Object expected, @Nullable Object value) {
    return Boolean.TRUE.equals(
        Access.perform(AccessMode.WEAK_COMPARE_AND_SET, field, owner, 0, expected, value));
  }

  /** Stores, as to a volatile. */
  public void set(Object owner, @Nullable Object value) {
    Access.perform(AccessMode.SET_VOLATILE, field, owner, 0, value, null);
  }

  /** Stores in release mode. */
  public void lazySet(Object owner, @Nullable Object value) {
    Access.perform(AccessMode.SET_RELEASE, field, owner, 0, value, null);
  }

  /** Loads, as from a volatile. */
  public @Nullable Object get(Object owner) {
    return Access.perform(AccessMode.GET_VOLATILE, field, owner, 0, null, null);
  }

  /** Swaps. */
  public @Nullable Object getAndSet(Object owner, @Nullable Object value) {
    return Access.perform(AccessMode.GET_AND_SET, field, owner, 0, value, null);
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
}
