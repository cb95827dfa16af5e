package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import io.vmalock.modelcheck.machine.Machine.Action;
import io.vmalock.modelcheck.memory.Mode;
import io.vmalock.modelcheck.memory.Relaxation;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.ElementVariable;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Values;
import io.vmalock.modelcheck.variable.Variable;
import java.lang.invoke.VarHandle.AccessMode;
import java.lang.reflect.Array;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All accesses of the program to variables, whether by instructions, handles or atomic classes. */
public final class Access {
  private static final Object SPURIOUS = new Object();

  private Access() {}

  /** Tells the caller's machine, if it has one, of an access to come. */
  private static void tell(
      @Nullable ModelThread me,
      Action action,
      Variable variable,
      @Nullable Object owner,
      int index,
      int site) {
    Machine machine = me == null ? CurrentMachine.get() : null;
    if (machine != null) {
      machine.at(site);
      Mode mode = variable.isVolatile() ? Mode.VOLATILE : Mode.PLAIN;
      machine.access(action, mode, variable, owner, index);
    }
  }

  /** A load by a field or array instruction. */
  public static @Nullable Object load(
      Variable variable, @Nullable Object owner, int index, int site) {
    ModelThread me = ModelThread.current();
    if (me == null || me.aside > 0) {
      tell(me, Action.LOAD, variable, owner, index, site);
      return Aside.load(me, variable, owner, index);
    }
    me.site = site;
    if (variable instanceof FieldVariable field && field.isFinal()) {
      return me.execution.session.permits(Relaxation.FINAL_FIELDS)
          ? me.execution.loadFinal(me, cell(me, variable, owner, index))
          : variable.original(owner, index);
    }
    Mode mode = variable.isVolatile() ? Mode.VOLATILE : Mode.PLAIN;
    return me.execution.load(me, cell(me, variable, owner, index), mode);
  }

  /** A store by a field or array instruction. */
  public static void store(
      Variable variable, @Nullable Object owner, int index, @Nullable Object value, int site) {
    ModelThread me = ModelThread.current();
    if (me == null || me.aside > 0) {
      tell(me, Action.STORE, variable, owner, index, site);
      Aside.store(me, variable, owner, index, value);
      return;
    }
    me.site = site;
    Mode mode = variable.isVolatile() ? Mode.VOLATILE : Mode.PLAIN;
    me.execution.store(me, cell(me, variable, owner, index), mode, value);
  }

  /** Records a store to a final field by its constructor, which makes the store itself. */
  public static void storeFinal(
      FieldVariable field, @Nullable Object owner, @Nullable Object value, int site) {
    ModelThread me = ModelThread.modelled();
    if (me == null) {
      tell(ModelThread.current(), Action.STORE, field, owner, 0, site);
    } else if (me.execution.session.permits(Relaxation.FINAL_FIELDS)) {
      me.site = site;
      me.execution.store(me, cell(me, field, owner, 0), Mode.PLAIN, value);
    }
  }

  /**
   * Makes a store of the value that a field's constructor put there before it called another
   * constructor. Until then no thread had the object.
   */
  public static void storedEarly(FieldVariable field, Object owner, int site) {
    ModelThread me = ModelThread.modelled();
    if (me == null) {
      return;
    }
    Object value = field.original(owner, 0);
    Object unset = Values.unset(field.kind());
    if (Values.same(field.kind(), value, unset)) {
      return;
    }
    field.setOriginal(owner, 0, unset);
    Cell cell = me.execution.cell(owner, field);
    if (cell.stores() == 1) { // otherwise the other constructor stored to it later
      me.site = site;
      Mode mode = field.isVolatile() ? Mode.VOLATILE : Mode.PLAIN;
      me.execution.store(me, cell, mode, value);
    }
  }

  /** A store to an element by an array instruction. */
  public static void storeElement(Object array, int index, @Nullable Object value, int site) {
    ModelThread me = ModelThread.current();
    Variable elements = me == null ? ElementVariable.ANY : me.execution.elements(array);
    if (index < 0 || index >= Array.getLength(array)) {
      throw new ArrayIndexOutOfBoundsException(
          "Index " + index + " out of bounds for length " + Array.getLength(array));
    }
    store(elements, array, index, Values.as(ElementVariable.kindOf(array), value), site);
  }

  /**
   * An access in the sense of {@link java.lang.invoke.VarHandle}.
   *
   * @param one the expected value of a comparison, or the operand; null if there is none
   * @param two the new value of a comparison
   * @return the result of the access method, boxed; null for a method without a result
   */
  public static @Nullable Object perform(
      AccessMode accessMode,
      Variable variable,
      @Nullable Object owner,
      int index,
      @Nullable Object one,
      @Nullable Object two) {
    AccessKind access = AccessKind.of(accessMode);
    char kind = variable.kind();
    AccessKind.Action action = access.action();
    Object operand = action == AccessKind.Action.GET ? null : Values.as(kind, one);
    ModelThread me = ModelThread.current();
    if (me == null || me.aside > 0) {
      Machine machine = me == null ? CurrentMachine.get() : null;
      if (machine != null) {
        machine.access(access.told(), access.mode(), variable, owner, index);
      }
      return Aside.perform(me, action, variable, owner, index, operand, two);
    }
    Execution execution = me.execution;
    Cell cell = cell(me, variable, owner, index);
    switch (action) {
      case GET:
        return execution.load(me, cell, access.read());
      case SET:
        execution.store(me, cell, access.write(), operand);
        return null;
      case COMPARE_AND_SET:
      case COMPARE_AND_EXCHANGE:
      case WEAK_COMPARE_AND_SET:
        boolean weak = action == AccessKind.Action.WEAK_COMPARE_AND_SET;
        Object old =
            execution.compareAndSet(
                me,
                cell,
                access.read(),
                access.write(),
                operand,
                Values.as(kind, two),
                weak,
                SPURIOUS);
        return action == AccessKind.Action.COMPARE_AND_EXCHANGE
            ? old
            : (Object) (old != SPURIOUS && Values.same(kind, old, operand));
      default:
        return execution.update(
            me, cell, access.read(), access.write(), operator(action, kind, operand));
    }
  }

  /** Returns the new value that a read-modify-write computes from the old one. */
  static UnaryOperator<@Nullable Object> operator(
      AccessKind.Action action, char kind, @Nullable Object operand) {
    return switch (action) {
      case GET_AND_SET -> old -> operand;
      case GET_AND_ADD -> old -> add(kind, old, operand);
      case GET_AND_BITWISE_OR ->
          old -> Values.as(kind, Values.toLong(old) | Values.toLong(operand));
      case GET_AND_BITWISE_AND ->
          old -> Values.as(kind, Values.toLong(old) & Values.toLong(operand));
      case GET_AND_BITWISE_XOR ->
          old -> Values.as(kind, Values.toLong(old) ^ Values.toLong(operand));
      default -> throw new IllegalArgumentException(action.toString());
    };
  }

  private static @Nullable Object add(char kind, @Nullable Object old, @Nullable Object operand) {
    if (old instanceof Float || old instanceof Double) {
      double sum = ((Number) old).doubleValue() + Values.toDouble(operand);
      return Values.as(kind, sum);
    }
    return Values.as(kind, Values.toLong(old) + Values.toLong(operand));
  }

  static Cell cell(ModelThread me, Variable variable, @Nullable Object owner, int index) {
    if (variable instanceof FieldVariable field) {
      return me.execution.cell(owner, field);
    }
    if (owner == null) {
      throw new NullPointerException("element of a null array");
    }
    return me.execution.cell(owner, index);
  }
}
