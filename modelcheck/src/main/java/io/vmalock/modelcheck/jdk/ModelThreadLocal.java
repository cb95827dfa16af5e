package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands for {@link ThreadLocal} in rewritten code. It has no shared state. */
public class ModelThreadLocal<T> {
  private static final Map<Object, @Nullable Object> OUTSIDE = new IdentityHashMap<>();

  /** As {@link ThreadLocal#withInitial}. */
  public static <S> ModelThreadLocal<S> withInitial(Supplier<? extends S> supplier) {
    return new ModelThreadLocal<>() {
      @Override
      protected S initialValue() {
        return supplier.get();
      }
    };
  }

  /** As that of {@link ThreadLocal}. */
  protected @Nullable T initialValue() {
    return null;
  }

  /** As {@link ThreadLocal#get}. */
  @SuppressWarnings("unchecked")
  public @Nullable T get() {
    Map<Object, @Nullable Object> values = values();
    if (!values.containsKey(this)) {
      values.put(this, initialValue());
    }
    return (T) values.get(this);
  }

  /** As {@link ThreadLocal#set}. */
  public void set(@Nullable T value) {
    values().put(this, value);
  }

  /** As {@link ThreadLocal#remove}. */
  public void remove() {
    values().remove(this);
  }

  private static Map<Object, @Nullable Object> values() {
    ModelThread me = ModelThread.current();
    if (me != null) {
      return me.locals();
    }
    Machine machine = CurrentMachine.get();
    return machine == null ? OUTSIDE : machine.locals();
  }
}
