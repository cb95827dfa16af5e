package io.vmalock.modelcheck.variable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All that an object of a class holds that is called as it is: one variable, without a value of the
 * model's. It is there for the order of accesses alone, so a race on it is an error.
 */
public final class ObjectVariable extends Variable {
  private final String type;

  private ObjectVariable(String type) {
    super(false, true);
    this.type = type;
  }

  /** The variables of one session, one for each class. */
  public static final class All {
    private final Map<Class<?>, ObjectVariable> variables = new ConcurrentHashMap<>();

    /** The variable that is all of {@code object}. */
    public ObjectVariable of(Object object) {
      return variables.computeIfAbsent(
          object.getClass(), type -> new ObjectVariable(type.getName()));
    }
  }

  @Override
  public @Nullable Object original(@Nullable Object owner, int index) {
    return null;
  }

  @Override
  public void setOriginal(@Nullable Object owner, int index, @Nullable Object value) {
    // The object itself holds it.
  }

  @Override
  public char kind() {
    return 'L';
  }

  @Override
  public String label(int index) {
    return "";
  }

  @Override
  public String toString() {
    return "an object of " + type + ", which is not thread-safe";
  }
}
