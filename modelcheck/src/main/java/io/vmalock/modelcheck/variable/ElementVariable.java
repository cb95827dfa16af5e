package io.vmalock.modelcheck.variable;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The elements of the arrays of one class. */
public final class ElementVariable extends Variable {
  /** The elements of any array, for accesses outside the model. */
  public static final ElementVariable ANY = new ElementVariable('L');

  private final char kind;

  private ElementVariable(char kind) {
    super(false, false);
    this.kind = kind;
  }

  /** The variables of one session, one for each type of element. */
  public static final class All {
    private final Map<Class<?>, ElementVariable> variables = new ConcurrentHashMap<>();

    /** Returns the variable of the elements of {@code array}. */
    public ElementVariable of(Object array) {
      return variables.computeIfAbsent(
          array.getClass(), type -> new ElementVariable(kindOf(array)));
    }
  }

  /** Returns a variable of the elements of {@code array}, for accesses outside the model. */
  public static ElementVariable ofKind(Object array) {
    return new ElementVariable(kindOf(array));
  }

  /** Returns the kind of an array's elements. */
  public static char kindOf(Object array) {
    char first = array.getClass().getComponentType().descriptorString().charAt(0);
    return first == '[' ? 'L' : first;
  }

  @Override
  public @Nullable Object original(@Nullable Object array, int index) {
    return Array.get(array, index);
  }

  @Override
  public void setOriginal(@Nullable Object array, int index, @Nullable Object value) {
    Array.set(array, index, value);
  }

  @Override
  public char kind() {
    return kind;
  }

  @Override
  public String label(int index) {
    return "[" + index + "]";
  }
}
