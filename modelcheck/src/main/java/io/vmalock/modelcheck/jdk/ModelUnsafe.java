package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import io.vmalock.modelcheck.memory.Fence;
import io.vmalock.modelcheck.variable.ElementVariable;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Values;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.Nullable;

/**
 * Stands for both kinds of {@code Unsafe}, the JDK-internal one and that of {@code sun.misc}. The
 * offset of a field is its number, and that of an element tells its index: so a location is the
 * same whichever way it is reached. What lies outside of objects is not modelled: it has no methods
 * here.
 */
public final class ModelUnsafe {
  /** Where code finds it by reflection. */
  public static final ModelUnsafe theUnsafe = new ModelUnsafe();

  private static final int BASE = 16;

  /** In place of the number of a field of Thread that libraries spread threads by, as the JDK. */
  private static final long PROBE = Long.MAX_VALUE;

  private ModelUnsafe() {}

  /** The only one. */
  public static ModelUnsafe getUnsafe() {
    return theUnsafe;
  }

  /** The value of a constant, or null if there is none of that name. */
  public static @Nullable Number constant(String name) {
    if (name.startsWith("ARRAY_") && name.endsWith("_BASE_OFFSET")) {
      return BASE;
    }
    if (name.startsWith("ARRAY_") && name.endsWith("_INDEX_SCALE")) {
      return switch (name.substring(6, name.length() - 12)) {
        case "BOOLEAN", "BYTE" -> 1;
        case "SHORT", "CHAR" -> 2;
        case "LONG", "DOUBLE" -> 8;
        default -> 4;
      };
    }
    return switch (name) {
      case "INVALID_FIELD_OFFSET" -> -1;
      case "ADDRESS_SIZE" -> 8;
      default -> null;
    };
  }

  /** The number of a field. */
  public long objectFieldOffset(Class<?> owner, String name) {
    boolean isProbe = owner == Thread.class && name.equals("threadLocalRandomProbe");
    return isProbe ? PROBE : Variables.number(owner, name);
  }

  /** The number of a field. */
  public long objectFieldOffset(java.lang.reflect.Field field) {
    return objectFieldOffset(field.getDeclaringClass(), field.getName());
  }

  /** The number of a field. */
  public long staticFieldOffset(java.lang.reflect.Field field) {
    return objectFieldOffset(field);
  }

  /** What goes with the number of a static field: anything. */
  public Object staticFieldBase(java.lang.reflect.Field field) {
    return this;
  }

  /** The offset of element 0, as on JVMs that people have. */
  public int arrayBaseOffset(Class<?> arrayClass) {
    return BASE;
  }

  /** The form of newer JDKs, which differs from the older one in its result. */
  public static long arrayBaseOffset(ModelUnsafe unsafe, Class<?> arrayClass) {
    return unsafe.arrayBaseOffset(arrayClass);
  }

  /** The distance between elements, as on JVMs that people have. */
  public int arrayIndexScale(Class<?> arrayClass) {
    return scale(arrayClass.getComponentType());
  }

  private static int scale(Class<?> element) {
    if (element == boolean.class || element == byte.class) {
      return 1;
    }
    if (element == short.class || element == char.class) {
      return 2;
    }
    return element == long.class || element == double.class ? 8 : 4;
  }

  /** The size of a machine's word. */
  public int addressSize() {
    return 8;
  }

  /** The size of a page of memory. */
  public int pageSize() {
    return 4096;
  }

  /** An acquire fence. */
  public void loadFence() {
    fence(Fence.ACQUIRE);
  }

  /** A release fence. */
  public void storeFence() {
    fence(Fence.RELEASE);
  }

  /** A full fence. */
  public void fullFence() {
    fence(Fence.FULL);
  }

  /** A load-load fence. */
  public void loadLoadFence() {
    fence(Fence.LOAD_LOAD);
  }

  /** A store-store fence. */
  public void storeStoreFence() {
    fence(Fence.STORE_STORE);
  }

  /** Parks, as the JDK's own does without a blocker. */
  public void park(boolean absolute, long time) {
    if (absolute) {
      ModelLockSupport.parkUntil(time);
    } else if (time == 0) {
      ModelLockSupport.park();
    } else {
      ModelLockSupport.parkNanos(time);
    }
  }

  /** Lets a thread go on. */
  public void unpark(@Nullable Object thread) {
    ModelLockSupport.unpark((Thread) thread);
  }

  private static void fence(Fence fence) {
    ModelThread me = ModelThread.modelled();
    if (me != null) {
      me.execution().fence(me, fence);
      return;
    }
    Machine machine = ModelThread.current() == null ? CurrentMachine.get() : null;
    if (machine != null) {
      machine.fence(fence);
    }
  }

  private static @Nullable Object access(
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
      return mode == AccessMode.GET ? (Object) ModelRandom.getProbe() : null; // it stays the same
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
  private static int number(@Nullable Object value) {
    return (int) Values.toLong(value);
  }

  @SuppressWarnings("NullAway")
  private static boolean truth(@Nullable Object value) {
    return (boolean) value;
  }

  /** Loads. */
  public int getInt(@Nullable Object owner, long offset) {
    return number(access('I', AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public int getIntVolatile(@Nullable Object owner, long offset) {
    return number(access('I', AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Loads. */
  public int getIntAcquire(@Nullable Object owner, long offset) {
    return number(access('I', AccessMode.GET_ACQUIRE, owner, offset, null, null));
  }

  /** Loads. */
  public int getIntOpaque(@Nullable Object owner, long offset) {
    return number(access('I', AccessMode.GET_OPAQUE, owner, offset, null, null));
  }

  /** Stores. */
  public void putInt(@Nullable Object owner, long offset, int value) {
    access('I', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putIntVolatile(@Nullable Object owner, long offset, int value) {
    access('I', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Stores. */
  public void putIntRelease(@Nullable Object owner, long offset, int value) {
    access('I', AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Stores. */
  public void putIntOpaque(@Nullable Object owner, long offset, int value) {
    access('I', AccessMode.SET_OPAQUE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSetInt(@Nullable Object owner, long offset, int expected, int value) {
    return truth(access('I', AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetInt(
      @Nullable Object owner, long offset, int expected, int value) {
    return truth(access('I', AccessMode.WEAK_COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetIntPlain(
      @Nullable Object owner, long offset, int expected, int value) {
    return truth(
        access('I', AccessMode.WEAK_COMPARE_AND_SET_PLAIN, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetIntAcquire(
      @Nullable Object owner, long offset, int expected, int value) {
    return truth(
        access('I', AccessMode.WEAK_COMPARE_AND_SET_ACQUIRE, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetIntRelease(
      @Nullable Object owner, long offset, int expected, int value) {
    return truth(
        access('I', AccessMode.WEAK_COMPARE_AND_SET_RELEASE, owner, offset, expected, value));
  }

  /** Compares and exchanges. */
  public int compareAndExchangeInt(@Nullable Object owner, long offset, int expected, int value) {
    return number(access('I', AccessMode.COMPARE_AND_EXCHANGE, owner, offset, expected, value));
  }

  /** Swaps. */
  public int getAndSetInt(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_SET, owner, offset, value, null));
  }

  /** Adds. */
  public int getAndAddInt(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_ADD, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseAndInt(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_BITWISE_AND, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseOrInt(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_BITWISE_OR, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseXorInt(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_BITWISE_XOR, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public int compareAndExchangeIntAcquire(
      @Nullable Object owner, long offset, int expected, int value) {
    return number(
        access('I', AccessMode.COMPARE_AND_EXCHANGE_ACQUIRE, owner, offset, expected, value));
  }

  /** Swaps. */
  public int getAndSetIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_SET_ACQUIRE, owner, offset, value, null));
  }

  /** Adds. */
  public int getAndAddIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_ADD_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseAndIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_BITWISE_AND_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseOrIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_BITWISE_OR_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseXorIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_BITWISE_XOR_ACQUIRE, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public int compareAndExchangeIntRelease(
      @Nullable Object owner, long offset, int expected, int value) {
    return number(
        access('I', AccessMode.COMPARE_AND_EXCHANGE_RELEASE, owner, offset, expected, value));
  }

  /** Swaps. */
  public int getAndSetIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_SET_RELEASE, owner, offset, value, null));
  }

  /** Adds. */
  public int getAndAddIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_ADD_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseAndIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_BITWISE_AND_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseOrIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_BITWISE_OR_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseXorIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access('I', AccessMode.GET_AND_BITWISE_XOR_RELEASE, owner, offset, value, null));
  }

  /** Loads. */
  public long getLong(@Nullable Object owner, long offset) {
    return Values.toLong(access('J', AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public long getLongVolatile(@Nullable Object owner, long offset) {
    return Values.toLong(access('J', AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Loads. */
  public long getLongAcquire(@Nullable Object owner, long offset) {
    return Values.toLong(access('J', AccessMode.GET_ACQUIRE, owner, offset, null, null));
  }

  /** Loads. */
  public long getLongOpaque(@Nullable Object owner, long offset) {
    return Values.toLong(access('J', AccessMode.GET_OPAQUE, owner, offset, null, null));
  }

  /** Stores. */
  public void putLong(@Nullable Object owner, long offset, long value) {
    access('J', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putLongVolatile(@Nullable Object owner, long offset, long value) {
    access('J', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Stores. */
  public void putLongRelease(@Nullable Object owner, long offset, long value) {
    access('J', AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Stores. */
  public void putLongOpaque(@Nullable Object owner, long offset, long value) {
    access('J', AccessMode.SET_OPAQUE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSetLong(@Nullable Object owner, long offset, long expected, long value) {
    return truth(access('J', AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetLong(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(access('J', AccessMode.WEAK_COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetLongPlain(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(
        access('J', AccessMode.WEAK_COMPARE_AND_SET_PLAIN, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetLongAcquire(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(
        access('J', AccessMode.WEAK_COMPARE_AND_SET_ACQUIRE, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetLongRelease(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(
        access('J', AccessMode.WEAK_COMPARE_AND_SET_RELEASE, owner, offset, expected, value));
  }

  /** Compares and exchanges. */
  public long compareAndExchangeLong(
      @Nullable Object owner, long offset, long expected, long value) {
    return Values.toLong(
        access('J', AccessMode.COMPARE_AND_EXCHANGE, owner, offset, expected, value));
  }

  /** Swaps. */
  public long getAndSetLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access('J', AccessMode.GET_AND_SET, owner, offset, value, null));
  }

  /** Adds. */
  public long getAndAddLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access('J', AccessMode.GET_AND_ADD, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseAndLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access('J', AccessMode.GET_AND_BITWISE_AND, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseOrLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access('J', AccessMode.GET_AND_BITWISE_OR, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseXorLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access('J', AccessMode.GET_AND_BITWISE_XOR, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public long compareAndExchangeLongAcquire(
      @Nullable Object owner, long offset, long expected, long value) {
    return Values.toLong(
        access('J', AccessMode.COMPARE_AND_EXCHANGE_ACQUIRE, owner, offset, expected, value));
  }

  /** Swaps. */
  public long getAndSetLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access('J', AccessMode.GET_AND_SET_ACQUIRE, owner, offset, value, null));
  }

  /** Adds. */
  public long getAndAddLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access('J', AccessMode.GET_AND_ADD_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseAndLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access('J', AccessMode.GET_AND_BITWISE_AND_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseOrLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access('J', AccessMode.GET_AND_BITWISE_OR_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseXorLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access('J', AccessMode.GET_AND_BITWISE_XOR_ACQUIRE, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public long compareAndExchangeLongRelease(
      @Nullable Object owner, long offset, long expected, long value) {
    return Values.toLong(
        access('J', AccessMode.COMPARE_AND_EXCHANGE_RELEASE, owner, offset, expected, value));
  }

  /** Swaps. */
  public long getAndSetLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access('J', AccessMode.GET_AND_SET_RELEASE, owner, offset, value, null));
  }

  /** Adds. */
  public long getAndAddLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access('J', AccessMode.GET_AND_ADD_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseAndLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access('J', AccessMode.GET_AND_BITWISE_AND_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseOrLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access('J', AccessMode.GET_AND_BITWISE_OR_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseXorLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access('J', AccessMode.GET_AND_BITWISE_XOR_RELEASE, owner, offset, value, null));
  }

  /** Loads. */
  public @Nullable Object getReference(@Nullable Object owner, long offset) {
    return access('L', AccessMode.GET, owner, offset, null, null);
  }

  /** Loads. */
  public @Nullable Object getReferenceVolatile(@Nullable Object owner, long offset) {
    return access('L', AccessMode.GET_VOLATILE, owner, offset, null, null);
  }

  /** Loads. */
  public @Nullable Object getReferenceAcquire(@Nullable Object owner, long offset) {
    return access('L', AccessMode.GET_ACQUIRE, owner, offset, null, null);
  }

  /** Loads. */
  public @Nullable Object getReferenceOpaque(@Nullable Object owner, long offset) {
    return access('L', AccessMode.GET_OPAQUE, owner, offset, null, null);
  }

  /** Stores. */
  public void putReference(@Nullable Object owner, long offset, @Nullable Object value) {
    access('L', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putReferenceVolatile(@Nullable Object owner, long offset, @Nullable Object value) {
    access('L', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Stores. */
  public void putReferenceRelease(@Nullable Object owner, long offset, @Nullable Object value) {
    access('L', AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Stores. */
  public void putReferenceOpaque(@Nullable Object owner, long offset, @Nullable Object value) {
    access('L', AccessMode.SET_OPAQUE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSetReference(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(access('L', AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetReference(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(access('L', AccessMode.WEAK_COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetReferencePlain(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(
        access('L', AccessMode.WEAK_COMPARE_AND_SET_PLAIN, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetReferenceAcquire(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(
        access('L', AccessMode.WEAK_COMPARE_AND_SET_ACQUIRE, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetReferenceRelease(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(
        access('L', AccessMode.WEAK_COMPARE_AND_SET_RELEASE, owner, offset, expected, value));
  }

  /** Compares and exchanges. */
  public @Nullable Object compareAndExchangeReference(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return access('L', AccessMode.COMPARE_AND_EXCHANGE, owner, offset, expected, value);
  }

  /** Swaps. */
  public @Nullable Object getAndSetReference(
      @Nullable Object owner, long offset, @Nullable Object value) {
    return access('L', AccessMode.GET_AND_SET, owner, offset, value, null);
  }

  /** Compares and exchanges. */
  public @Nullable Object compareAndExchangeReferenceAcquire(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return access('L', AccessMode.COMPARE_AND_EXCHANGE_ACQUIRE, owner, offset, expected, value);
  }

  /** Swaps. */
  public @Nullable Object getAndSetReferenceAcquire(
      @Nullable Object owner, long offset, @Nullable Object value) {
    return access('L', AccessMode.GET_AND_SET_ACQUIRE, owner, offset, value, null);
  }

  /** Compares and exchanges. */
  public @Nullable Object compareAndExchangeReferenceRelease(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return access('L', AccessMode.COMPARE_AND_EXCHANGE_RELEASE, owner, offset, expected, value);
  }

  /** Swaps. */
  public @Nullable Object getAndSetReferenceRelease(
      @Nullable Object owner, long offset, @Nullable Object value) {
    return access('L', AccessMode.GET_AND_SET_RELEASE, owner, offset, value, null);
  }

  /** Loads. */
  public boolean getBoolean(@Nullable Object owner, long offset) {
    return truth(access('Z', AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public boolean getBooleanVolatile(@Nullable Object owner, long offset) {
    return truth(access('Z', AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Loads. */
  public boolean getBooleanAcquire(@Nullable Object owner, long offset) {
    return truth(access('Z', AccessMode.GET_ACQUIRE, owner, offset, null, null));
  }

  /** Loads. */
  public boolean getBooleanOpaque(@Nullable Object owner, long offset) {
    return truth(access('Z', AccessMode.GET_OPAQUE, owner, offset, null, null));
  }

  /** Stores. */
  public void putBoolean(@Nullable Object owner, long offset, boolean value) {
    access('Z', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putBooleanVolatile(@Nullable Object owner, long offset, boolean value) {
    access('Z', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Stores. */
  public void putBooleanRelease(@Nullable Object owner, long offset, boolean value) {
    access('Z', AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Stores. */
  public void putBooleanOpaque(@Nullable Object owner, long offset, boolean value) {
    access('Z', AccessMode.SET_OPAQUE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSetBoolean(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access('Z', AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetBoolean(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access('Z', AccessMode.WEAK_COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetBooleanPlain(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(
        access('Z', AccessMode.WEAK_COMPARE_AND_SET_PLAIN, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetBooleanAcquire(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(
        access('Z', AccessMode.WEAK_COMPARE_AND_SET_ACQUIRE, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetBooleanRelease(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(
        access('Z', AccessMode.WEAK_COMPARE_AND_SET_RELEASE, owner, offset, expected, value));
  }

  /** Compares and exchanges. */
  public boolean compareAndExchangeBoolean(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access('Z', AccessMode.COMPARE_AND_EXCHANGE, owner, offset, expected, value));
  }

  /** Swaps. */
  public boolean getAndSetBoolean(@Nullable Object owner, long offset, boolean value) {
    return truth(access('Z', AccessMode.GET_AND_SET, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public boolean compareAndExchangeBooleanAcquire(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(
        access('Z', AccessMode.COMPARE_AND_EXCHANGE_ACQUIRE, owner, offset, expected, value));
  }

  /** Swaps. */
  public boolean getAndSetBooleanAcquire(@Nullable Object owner, long offset, boolean value) {
    return truth(access('Z', AccessMode.GET_AND_SET_ACQUIRE, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public boolean compareAndExchangeBooleanRelease(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(
        access('Z', AccessMode.COMPARE_AND_EXCHANGE_RELEASE, owner, offset, expected, value));
  }

  /** Swaps. */
  public boolean getAndSetBooleanRelease(@Nullable Object owner, long offset, boolean value) {
    return truth(access('Z', AccessMode.GET_AND_SET_RELEASE, owner, offset, value, null));
  }

  /** Stores. */
  public void putFloat(@Nullable Object owner, long offset, float value) {
    access('F', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putOrderedInt(@Nullable Object owner, long offset, int value) {
    access('I', AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSwapInt(@Nullable Object owner, long offset, int expected, int value) {
    return truth(access('I', AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Stores. */
  public void putOrderedLong(@Nullable Object owner, long offset, long value) {
    access('J', AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSwapLong(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(access('J', AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Loads. */
  public @Nullable Object getObject(@Nullable Object owner, long offset) {
    return access('L', AccessMode.GET, owner, offset, null, null);
  }

  /** Loads. */
  public @Nullable Object getObjectVolatile(@Nullable Object owner, long offset) {
    return access('L', AccessMode.GET_VOLATILE, owner, offset, null, null);
  }

  /** Stores. */
  public void putObject(@Nullable Object owner, long offset, @Nullable Object value) {
    access('L', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putObjectVolatile(@Nullable Object owner, long offset, @Nullable Object value) {
    access('L', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Stores. */
  public void putOrderedObject(@Nullable Object owner, long offset, @Nullable Object value) {
    access('L', AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSwapObject(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(access('L', AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Loads. */
  public byte getByte(@Nullable Object owner, long offset) {
    return (byte) number(access('B', AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public byte getByteVolatile(@Nullable Object owner, long offset) {
    return (byte) number(access('B', AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Stores. */
  public void putByte(@Nullable Object owner, long offset, byte value) {
    access('B', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putByteVolatile(@Nullable Object owner, long offset, byte value) {
    access('B', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Loads. */
  public short getShort(@Nullable Object owner, long offset) {
    return (short) number(access('S', AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public short getShortVolatile(@Nullable Object owner, long offset) {
    return (short) number(access('S', AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Stores. */
  public void putShort(@Nullable Object owner, long offset, short value) {
    access('S', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putShortVolatile(@Nullable Object owner, long offset, short value) {
    access('S', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Loads. */
  public char getChar(@Nullable Object owner, long offset) {
    return (char) number(access('C', AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public char getCharVolatile(@Nullable Object owner, long offset) {
    return (char) number(access('C', AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Stores. */
  public void putChar(@Nullable Object owner, long offset, char value) {
    access('C', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putCharVolatile(@Nullable Object owner, long offset, char value) {
    access('C', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Loads. */
  public float getFloat(@Nullable Object owner, long offset) {
    return (float) Values.toDouble(access('F', AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public float getFloatVolatile(@Nullable Object owner, long offset) {
    return (float) Values.toDouble(access('F', AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Stores. */
  public void putFloatVolatile(@Nullable Object owner, long offset, float value) {
    access('F', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Loads. */
  public double getDouble(@Nullable Object owner, long offset) {
    return Values.toDouble(access('D', AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public double getDoubleVolatile(@Nullable Object owner, long offset) {
    return Values.toDouble(access('D', AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Stores. */
  public void putDouble(@Nullable Object owner, long offset, double value) {
    access('D', AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putDoubleVolatile(@Nullable Object owner, long offset, double value) {
    access('D', AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Swaps. */
  public @Nullable Object getAndSetObject(
      @Nullable Object owner, long offset, @Nullable Object value) {
    return access('L', AccessMode.GET_AND_SET, owner, offset, value, null);
  }
}
