package io.vmalock.modelcheck.instruction;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.execution.Unwind;
import io.vmalock.modelcheck.finding.NotJudged;
import io.vmalock.modelcheck.jdk.ModelVarHandle;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import io.vmalock.modelcheck.memory.Fence;
import io.vmalock.modelcheck.memory.Mode;
import io.vmalock.modelcheck.variable.ElementVariable;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Site;
import io.vmalock.modelcheck.variable.Values;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.Nullable;

/**
 * The methods that rewritten code calls in place of its instructions. Public for that code only;
 * the last parameter is the number of the {@link Site}.
 */
public final class Hooks {
  private static final AccessMode[] MODES = AccessMode.values();
  private static final Fence[] FENCES = Fence.values();

  /**
   * The most rounds of a loop without an access to shared state; the execution gives up after more.
   */
  private static final int MOST_ROUNDS = 1_000_000;

  private Hooks() {}

  /** In place of getfield, and of getstatic with a null owner. */
  public static @Nullable Object loadField(@Nullable Object owner, int site) {
    return Access.load(field(site), owner, 0, site);
  }

  /** In place of putfield. */
  public static void storeField(@Nullable Object owner, @Nullable Object value, int site) {
    FieldVariable field = field(site);
    Access.store(field, owner, 0, Values.as(field.kind(), value), site);
  }

  /** Before a putfield of a final field, if the model writes final fields where constructors do. */
  public static void storeFinal(@Nullable Object owner, @Nullable Object value, int site) {
    FieldVariable field = field(site);
    Access.storeFinal(field, owner, Values.as(field.kind(), value), site);
  }

  /** After a constructor's call of another one, for a putfield that came before. */
  public static void storedEarly(Object owner, int site) {
    Access.storedEarly(field(site), owner, site);
  }

  /** In place of putstatic. */
  public static void storeStatic(@Nullable Object value, int site) {
    storeField(null, value, site);
  }

  /**
   * Before a load from an array: puts the model's value in the array, where the instruction finds
   * it.
   */
  public static void loadElement(@Nullable Object array, int index, int site) {
    ModelThread me = ModelThread.modelled();
    if (me != null && array != null && isWithin(array, index)) {
      me.at(site);
      me.execution().loadElement(me, array, index);
    } else if (array != null && isWithin(array, index)) {
      Machine machine = machine();
      if (machine != null) {
        machine.at(site);
        machine.access(Machine.Action.LOAD, Mode.PLAIN, ElementVariable.ANY, array, index);
      }
    }
  }

  /**
   * Before code without hooks gets an array, or clones one: returns the array that it must see. Its
   * own stores to that array are outside the model.
   */
  public static @Nullable Object lend(@Nullable Object array, int site) {
    ModelThread me = ModelThread.modelled();
    if (me == null || array == null) {
      return array;
    }
    me.at(site);
    return me.execution().lend(me, array);
  }

  /** Before a call of an object without hooks that threads must not race on, and changes it. */
  public static void change(@Nullable Object object, int site) {
    use(object, true, site);
  }

  /** Before a call of an object without hooks that threads must not race on, and looks at it. */
  public static void look(@Nullable Object object, int site) {
    use(object, false, site);
  }

  private static void use(@Nullable Object object, boolean changes, int site) {
    ModelThread me = ModelThread.modelled();
    if (me != null && object != null) {
      me.at(site);
      me.execution().use(me, object, changes);
    }
  }

  /** In place of a store to an array. */
  public static void storeElement(Object array, int index, @Nullable Object value, int site) {
    Access.storeElement(array, index, value, site);
  }

  /** In place of iastore, bastore, castore and sastore. */
  public static void storeInt(Object array, int index, int value, int site) {
    storeElement(array, index, value, site);
  }

  /** In place of lastore. */
  public static void storeLong(Object array, int index, long value, int site) {
    storeElement(array, index, value, site);
  }

  /** In place of fastore. */
  public static void storeFloat(Object array, int index, float value, int site) {
    storeElement(array, index, value, site);
  }

  /** In place of dastore. */
  public static void storeDouble(Object array, int index, double value, int site) {
    storeElement(array, index, value, site);
  }

  /** In place of an access through a variable handle. */
  public static @Nullable Object access(
      ModelVarHandle handle,
      @Nullable Object owner,
      int index,
      @Nullable Object one,
      @Nullable Object two,
      int mode,
      int site) {
    at(site);
    return handle.access(MODES[mode], owner, index, one, two);
  }

  /** In place of a fence, by its place in {@link Fence}. */
  public static void fence(int fence, int site) {
    ModelThread me = ModelThread.modelled();
    if (me != null) {
      me.at(site);
      me.execution().fence(me, FENCES[fence]);
      return;
    }
    Machine machine = machine();
    if (machine != null) {
      machine.fence(FENCES[fence]);
    }
  }

  /** In place of monitorenter. */
  public static void monitorEnter(Object object, int site) {
    ModelThread me = ModelThread.modelled();
    if (me != null) {
      me.at(site);
      me.execution().monitors().enter(me, object);
      return;
    }
    Machine machine = machine();
    if (machine != null) {
      machine.enter(object);
    }
  }

  /** In place of monitorexit. */
  public static void monitorExit(Object object, int site) {
    ModelThread me = ModelThread.modelled();
    if (me != null) {
      me.at(site);
      me.execution().monitors().exit(me, object);
      return;
    }
    Machine machine = machine();
    if (machine != null) {
      machine.exit(object);
    }
  }

  /** Before a jump back. */
  public static void again(int site) {
    ModelThread me = ModelThread.modelled();
    if (me != null && me.countRound() > MOST_ROUNDS) {
      me.at(site);
      throw me.execution()
          .notJudged(
              Site.of(site)
                  + ", a loop that has run "
                  + MOST_ROUNDS
                  + " rounds without any access to shared state: it may never end");
    }
  }

  /** Before a call of a modelled method: records the thread's place. */
  public static void at(int site) {
    ModelThread me = ModelThread.current();
    if (me != null) {
      me.at(site);
      return;
    }
    Machine machine = machine();
    if (machine != null) {
      machine.at(site);
    }
  }

  /** Before a call that is not modelled. */
  public static void unmodelled(int site) {
    ModelThread me = ModelThread.modelled();
    if (me != null) {
      me.at(site);
      throw me.execution().notJudged(Site.of(site).toString());
    }
  }

  /**
   * Called first in a handler that may catch anything. It rethrows an error that ends the
   * execution, and ends the execution without a verdict if a class or method is missing because it
   * has no model.
   */
  public static void caught(Object thrown) {
    if (thrown instanceof Unwind over) {
      throw over;
    }
    if (thrown instanceof NotJudged refusal) {
      throw refusal;
    }
    ModelThread me = ModelThread.modelled();
    if (me != null && thrown instanceof LinkageError missing) {
      throw me.execution().notJudged(missing + " at " + Site.of(me.site()).where());
    }
  }

  /** At the start of a class initialiser. */
  public static void enterInitialiser() {
    ModelThread me = ModelThread.current();
    if (me != null) {
      me.enterInitialiser();
      return;
    }
    Machine machine = machine();
    if (machine != null) {
      machine.initialises(true);
    }
  }

  /** At the end of a class initialiser. */
  public static void exitInitialiser(Class<?> type) {
    Variables.initialised(type);
    ModelThread me = ModelThread.current();
    if (me != null) {
      me.exitInitialiser();
      return;
    }
    Machine machine = machine();
    if (machine != null) {
      machine.initialises(false);
    }
  }

  /** Returns the caller's machine, or null if it has none or is in an execution. */
  private static @Nullable Machine machine() {
    return ModelThread.current() == null ? CurrentMachine.get() : null;
  }

  private static FieldVariable field(int site) {
    FieldVariable field = Site.of(site).field();
    if (field == null) {
      throw new IllegalStateException("no field at " + Site.of(site));
    }
    return field;
  }

  private static boolean isWithin(Object array, int index) {
    return index >= 0 && index < java.lang.reflect.Array.getLength(array);
  }
}
