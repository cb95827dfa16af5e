package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.memory.Mode;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.Values;
import io.vmalock.modelcheck.variable.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Accesses outside the model: before any execution, and by class initialisers, which run once,
 * whatever becomes of the execution in which they happen to run. They change the variable itself.
 */
final class Aside {
  private Aside() {}

  static @Nullable Object load(
      @Nullable ModelThread me, Variable variable, @Nullable Object owner, int index) {
    if (me == null) {
      return variable.original(owner, index);
    }
    if (me.peek != null) {
      return me.peek.load(Access.cell(me, variable, owner, index));
    }
    return Access.cell(me, variable, owner, index).newest().value();
  }

  static void store(
      @Nullable ModelThread me,
      Variable variable,
      @Nullable Object owner,
      int index,
      @Nullable Object value) {
    if (me != null && me.peek != null) {
      me.peek.store(Access.cell(me, variable, owner, index), value);
      return;
    }
    variable.setOriginal(owner, index, value);
    if (me != null) {
      Cell cell = Access.cell(me, variable, owner, index);
      if (cell.stores() == 1) {
        me.execution.memory.initialise(cell, value);
      } else {
        me.execution.memory.store(me.views, cell, Mode.VOLATILE, value, me.execution);
      }
    }
  }

  static @Nullable Object perform(
      @Nullable ModelThread me,
      AccessKind.Action action,
      Variable variable,
      @Nullable Object owner,
      int index,
      @Nullable Object operand,
      @Nullable Object replacement) {
    char kind = variable.kind();
    Object old = load(me, variable, owner, index);
    if (action == AccessKind.Action.GET) {
      return old;
    }
    if (action == AccessKind.Action.SET) {
      store(me, variable, owner, index, operand);
      return null;
    }
    if (action.mayCompare()) {
      boolean equal = Values.same(kind, old, operand);
      if (equal) {
        store(me, variable, owner, index, Values.as(kind, replacement));
      }
      return action == AccessKind.Action.COMPARE_AND_EXCHANGE ? old : (Object) equal;
    }
    store(me, variable, owner, index, Access.operator(action, kind, operand).apply(old));
    return old;
  }
}
