package io.vmalock.conformance.explore.run;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The elements of the arrays of one class. */
final class ElementVariable extends Variable {
  /** Elements of any array, for accesses past the model. */
  static final ElementVariable ANY = new ElementVariable('L');

  private final char kind;

  private ElementVariable(char kind) {
    super(false, false);
    this.kind = kind;
  }

  /** The variables of one session, one for each type of element. */
  static final class All {
    private final Map<Class<?>, ElementVariable> variables = new ConcurrentHashMap<>();

    ElementVariable of(Object array) {
      return variables.computeIfAbsent(
          array.getClass(), type -> new ElementVariable(kindOf(array)));
    }
  }

  /** The elements of {@code array}, for accesses past the model. */
  static ElementVariable ofKind(Object array) {
    return new ElementVariable(kindOf(array));
  }

  /** The kind of an array's elements. */
  static char kindOf(Object array) {
    char first = array.getClass().getComponentType().descriptorString().charAt(0);
    return first == '[' ? 'L' : first;
  }

  @Override
  @Nullable Object original(@Nullable Object array, int index) {
    return Array.get(array, index);
  }

  @Override
  void setOriginal(@Nullable Object array, int index, @Nullable Object value) {
    Array.set(array, index, value);
  }

  @Override
  char kind() {
    return kind;
  }

  @Override
  String label(int index) {
    return "[" + index + "]";
  }
}
