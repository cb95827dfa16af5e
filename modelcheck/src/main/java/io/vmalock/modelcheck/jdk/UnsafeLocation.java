package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.variable.ElementVariable;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Values;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.Nullable;

/**
 * Maps an object and an offset to a location: the offset of a field is its number, and that of an
 * element determines its index. So every way of access reaches the same location. Memory outside
 * objects is not modelled, and refused.
 */
abstract class UnsafeLocation {
  static final int BASE = 16;

  /**
   * In place of the number of the field of Thread by which libraries, like the JDK, spread threads.
   */
  static final long PROBE = Long.MAX_VALUE;

  static int scale(Class<?> element) {
    if (element == boolean.class || element == byte.class) {
      return 1;
    }
    if (element == short.class || element == char.class) {
      return 2;
    }
    return element == long.class || element == double.class ? 8 : 4;
  }

  static @Nullable Object access(
      char kind,
      AccessMode mode,
      @Nullable Object owner,
      long offset,
      @Nullable Object one,
      @Nullable Object two) {
    if (owner != null && owner.getClass().isArray()) {
      int scale = scale(owner.getClass().getComponentType());
      if (kind != ElementVariable.kindOf(owner) || (offset - BASE) % scale != 0) {
        throw ModelThread.refusal(
            "access of another width than that of the elements, by an offset in a "
                + owner.getClass().getSimpleName());
      }
      return ModelVarHandle.ofElement(mode, owner, (int) ((offset - BASE) / scale), one, two);
    }
    if (offset == PROBE && (mode == AccessMode.GET || mode == AccessMode.SET)) {
      return mode == AccessMode.GET
          ? (Object) ModelRandom.getProbe()
          : null; // the probe stays the same
    }
    FieldVariable field = Variables.byNumber(offset);
    if (field == null) {
      throw ModelThread.refusal("access to " + Variables.ofNumber(offset));
    }
    if (field.kind() != kind) {
      throw ModelThread.refusal("access of another width than that of " + field);
    }
    return Access.perform(mode, field, owner, 0, one, two);
  }

  @SuppressWarnings("NullAway") // an access that returns a primitive returns it boxed
  static int number(@Nullable Object value) {
    return (int) Values.toLong(value);
  }

  @SuppressWarnings("NullAway")
  static boolean truth(@Nullable Object value) {
    return (boolean) value;
  }
}
