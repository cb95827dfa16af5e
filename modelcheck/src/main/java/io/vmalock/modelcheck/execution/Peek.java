package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.program.Invariant;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.ElementVariable;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A look at the newest values that has no effect: the stores of an invariant, such as those into an
 * iterator that it makes, are kept here and discarded.
 */
final class Peek {
  private final Map<Cell, @Nullable Object> stored = new IdentityHashMap<>();

  private Peek() {}

  /** Returns the way in which an invariant fails now, or null. */
  static @Nullable String at(ModelThread me, Invariant invariant) {
    Peek peek = new Peek();
    me.peek = peek;
    me.aside++;
    try {
      return invariant.holds().getAsBoolean() ? null : invariant.name();
    } catch (RuntimeException | AssertionError thrown) {
      return invariant.name() + ": " + thrown;
    } finally {
      me.aside--;
      me.peek = null;
      peek.forget();
    }
  }

  @Nullable Object load(Cell cell) {
    return stored.containsKey(cell) ? stored.get(cell) : cell.newest().value();
  }

  void store(Cell cell, @Nullable Object value) {
    stored.put(cell, value);
    show(cell, value);
  }

  private void forget() {
    stored.keySet().forEach(cell -> show(cell, cell.newest().value()));
  }

  /** Instructions load elements from the array itself. */
  private static void show(Cell cell, @Nullable Object value) {
    if (cell.variable() instanceof ElementVariable) {
      cell.variable().setOriginal(cell.owner(), cell.index(), value);
    }
  }
}
