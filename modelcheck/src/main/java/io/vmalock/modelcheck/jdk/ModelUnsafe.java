package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.memory.Fence;
import io.vmalock.modelcheck.variable.Values;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the JDK-internal {@code Unsafe} in rewritten code of the JDK. An offset is the number
 * of a field, or the index of an element: so that a location is the same whichever way it is
 * reached.
 */
public final class ModelUnsafe {
  private static final ModelUnsafe INSTANCE = new ModelUnsafe();

  private ModelUnsafe() {}

  /** The only one. */
  public static ModelUnsafe getUnsafe() {
    return INSTANCE;
  }

  /** The number of a field. */
  public long objectFieldOffset(Class<?> owner, String name) {
    try {
      return Variables.find(owner, name).id();
    } catch (NoSuchFieldException e) {
      throw new InternalError(e);
    }
  }

  /** The number of a field. */
  public long objectFieldOffset(java.lang.reflect.Field field) {
    return objectFieldOffset(field.getDeclaringClass(), field.getName());
  }

  /** The offset of element 0. */
  public int arrayBaseOffset(Class<?> arrayClass) {
    return 0;
  }

  /** The same, as newer JDKs have it: a method that differs from the older one in its result. */
  public static long arrayBaseOffset(ModelUnsafe unsafe, Class<?> arrayClass) {
    return unsafe.arrayBaseOffset(arrayClass);
  }

  /** The distance between elements. */
  public int arrayIndexScale(Class<?> arrayClass) {
    return 1;
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
    }
  }

  private static @Nullable Object access(
      AccessMode mode,
      @Nullable Object owner,
      long offset,
      @Nullable Object one,
      @Nullable Object two) {
    if (owner != null && owner.getClass().isArray()) {
      return ModelVarHandle.ofElement(mode, owner, (int) offset, one, two);
    }
    return Access.perform(mode, Variables.byId((int) offset), owner, 0, one, two);
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
    return number(access(AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public int getIntVolatile(@Nullable Object owner, long offset) {
    return number(access(AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Loads. */
  public int getIntAcquire(@Nullable Object owner, long offset) {
    return number(access(AccessMode.GET_ACQUIRE, owner, offset, null, null));
  }

  /** Loads. */
  public int getIntOpaque(@Nullable Object owner, long offset) {
    return number(access(AccessMode.GET_OPAQUE, owner, offset, null, null));
  }

  /** Stores. */
  public void putInt(@Nullable Object owner, long offset, int value) {
    access(AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putIntVolatile(@Nullable Object owner, long offset, int value) {
    access(AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Stores. */
  public void putIntRelease(@Nullable Object owner, long offset, int value) {
    access(AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Stores. */
  public void putIntOpaque(@Nullable Object owner, long offset, int value) {
    access(AccessMode.SET_OPAQUE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSetInt(@Nullable Object owner, long offset, int expected, int value) {
    return truth(access(AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetInt(
      @Nullable Object owner, long offset, int expected, int value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetIntPlain(
      @Nullable Object owner, long offset, int expected, int value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_PLAIN, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetIntAcquire(
      @Nullable Object owner, long offset, int expected, int value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_ACQUIRE, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetIntRelease(
      @Nullable Object owner, long offset, int expected, int value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_RELEASE, owner, offset, expected, value));
  }

  /** Compares and exchanges. */
  public int compareAndExchangeInt(@Nullable Object owner, long offset, int expected, int value) {
    return number(access(AccessMode.COMPARE_AND_EXCHANGE, owner, offset, expected, value));
  }

  /** Swaps. */
  public int getAndSetInt(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_SET, owner, offset, value, null));
  }

  /** Adds. */
  public int getAndAddInt(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_ADD, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseAndInt(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_BITWISE_AND, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseOrInt(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_BITWISE_OR, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseXorInt(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_BITWISE_XOR, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public int compareAndExchangeIntAcquire(
      @Nullable Object owner, long offset, int expected, int value) {
    return number(access(AccessMode.COMPARE_AND_EXCHANGE_ACQUIRE, owner, offset, expected, value));
  }

  /** Swaps. */
  public int getAndSetIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_SET_ACQUIRE, owner, offset, value, null));
  }

  /** Adds. */
  public int getAndAddIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_ADD_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseAndIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_BITWISE_AND_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseOrIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_BITWISE_OR_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseXorIntAcquire(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_BITWISE_XOR_ACQUIRE, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public int compareAndExchangeIntRelease(
      @Nullable Object owner, long offset, int expected, int value) {
    return number(access(AccessMode.COMPARE_AND_EXCHANGE_RELEASE, owner, offset, expected, value));
  }

  /** Swaps. */
  public int getAndSetIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_SET_RELEASE, owner, offset, value, null));
  }

  /** Adds. */
  public int getAndAddIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_ADD_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseAndIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_BITWISE_AND_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseOrIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_BITWISE_OR_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public int getAndBitwiseXorIntRelease(@Nullable Object owner, long offset, int value) {
    return number(access(AccessMode.GET_AND_BITWISE_XOR_RELEASE, owner, offset, value, null));
  }

  /** Loads. */
  public long getLong(@Nullable Object owner, long offset) {
    return Values.toLong(access(AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public long getLongVolatile(@Nullable Object owner, long offset) {
    return Values.toLong(access(AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Loads. */
  public long getLongAcquire(@Nullable Object owner, long offset) {
    return Values.toLong(access(AccessMode.GET_ACQUIRE, owner, offset, null, null));
  }

  /** Loads. */
  public long getLongOpaque(@Nullable Object owner, long offset) {
    return Values.toLong(access(AccessMode.GET_OPAQUE, owner, offset, null, null));
  }

  /** Stores. */
  public void putLong(@Nullable Object owner, long offset, long value) {
    access(AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putLongVolatile(@Nullable Object owner, long offset, long value) {
    access(AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Stores. */
  public void putLongRelease(@Nullable Object owner, long offset, long value) {
    access(AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Stores. */
  public void putLongOpaque(@Nullable Object owner, long offset, long value) {
    access(AccessMode.SET_OPAQUE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSetLong(@Nullable Object owner, long offset, long expected, long value) {
    return truth(access(AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetLong(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetLongPlain(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_PLAIN, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetLongAcquire(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_ACQUIRE, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetLongRelease(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_RELEASE, owner, offset, expected, value));
  }

  /** Compares and exchanges. */
  public long compareAndExchangeLong(
      @Nullable Object owner, long offset, long expected, long value) {
    return Values.toLong(access(AccessMode.COMPARE_AND_EXCHANGE, owner, offset, expected, value));
  }

  /** Swaps. */
  public long getAndSetLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_SET, owner, offset, value, null));
  }

  /** Adds. */
  public long getAndAddLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_ADD, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseAndLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_BITWISE_AND, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseOrLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_BITWISE_OR, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseXorLong(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_BITWISE_XOR, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public long compareAndExchangeLongAcquire(
      @Nullable Object owner, long offset, long expected, long value) {
    return Values.toLong(
        access(AccessMode.COMPARE_AND_EXCHANGE_ACQUIRE, owner, offset, expected, value));
  }

  /** Swaps. */
  public long getAndSetLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_SET_ACQUIRE, owner, offset, value, null));
  }

  /** Adds. */
  public long getAndAddLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_ADD_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseAndLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access(AccessMode.GET_AND_BITWISE_AND_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseOrLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_BITWISE_OR_ACQUIRE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseXorLongAcquire(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access(AccessMode.GET_AND_BITWISE_XOR_ACQUIRE, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public long compareAndExchangeLongRelease(
      @Nullable Object owner, long offset, long expected, long value) {
    return Values.toLong(
        access(AccessMode.COMPARE_AND_EXCHANGE_RELEASE, owner, offset, expected, value));
  }

  /** Swaps. */
  public long getAndSetLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_SET_RELEASE, owner, offset, value, null));
  }

  /** Adds. */
  public long getAndAddLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_ADD_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseAndLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access(AccessMode.GET_AND_BITWISE_AND_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseOrLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(access(AccessMode.GET_AND_BITWISE_OR_RELEASE, owner, offset, value, null));
  }

  /** Combines bit by bit. */
  public long getAndBitwiseXorLongRelease(@Nullable Object owner, long offset, long value) {
    return Values.toLong(
        access(AccessMode.GET_AND_BITWISE_XOR_RELEASE, owner, offset, value, null));
  }

  /** Loads. */
  public @Nullable Object getReference(@Nullable Object owner, long offset) {
    return access(AccessMode.GET, owner, offset, null, null);
  }

  /** Loads. */
  public @Nullable Object getReferenceVolatile(@Nullable Object owner, long offset) {
    return access(AccessMode.GET_VOLATILE, owner, offset, null, null);
  }

  /** Loads. */
  public @Nullable Object getReferenceAcquire(@Nullable Object owner, long offset) {
    return access(AccessMode.GET_ACQUIRE, owner, offset, null, null);
  }

  /** Loads. */
  public @Nullable Object getReferenceOpaque(@Nullable Object owner, long offset) {
    return access(AccessMode.GET_OPAQUE, owner, offset, null, null);
  }

  /** Stores. */
  public void putReference(@Nullable Object owner, long offset, @Nullable Object value) {
    access(AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putReferenceVolatile(@Nullable Object owner, long offset, @Nullable Object value) {
    access(AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Stores. */
  public void putReferenceRelease(@Nullable Object owner, long offset, @Nullable Object value) {
    access(AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Stores. */
  public void putReferenceOpaque(@Nullable Object owner, long offset, @Nullable Object value) {
    access(AccessMode.SET_OPAQUE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSetReference(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(access(AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetReference(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetReferencePlain(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_PLAIN, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetReferenceAcquire(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_ACQUIRE, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetReferenceRelease(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_RELEASE, owner, offset, expected, value));
  }

  /** Compares and exchanges. */
  public @Nullable Object compareAndExchangeReference(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return access(AccessMode.COMPARE_AND_EXCHANGE, owner, offset, expected, value);
  }

  /** Swaps. */
  public @Nullable Object getAndSetReference(
      @Nullable Object owner, long offset, @Nullable Object value) {
    return access(AccessMode.GET_AND_SET, owner, offset, value, null);
  }

  /** Compares and exchanges. */
  public @Nullable Object compareAndExchangeReferenceAcquire(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return access(AccessMode.COMPARE_AND_EXCHANGE_ACQUIRE, owner, offset, expected, value);
  }

  /** Swaps. */
  public @Nullable Object getAndSetReferenceAcquire(
      @Nullable Object owner, long offset, @Nullable Object value) {
    return access(AccessMode.GET_AND_SET_ACQUIRE, owner, offset, value, null);
  }

  /** Compares and exchanges. */
  public @Nullable Object compareAndExchangeReferenceRelease(
      @Nullable Object owner, long offset, @Nullable Object expected, @Nullable Object value) {
    return access(AccessMode.COMPARE_AND_EXCHANGE_RELEASE, owner, offset, expected, value);
  }

  /** Swaps. */
  public @Nullable Object getAndSetReferenceRelease(
      @Nullable Object owner, long offset, @Nullable Object value) {
    return access(AccessMode.GET_AND_SET_RELEASE, owner, offset, value, null);
  }

  /** Loads. */
  public boolean getBoolean(@Nullable Object owner, long offset) {
    return truth(access(AccessMode.GET, owner, offset, null, null));
  }

  /** Loads. */
  public boolean getBooleanVolatile(@Nullable Object owner, long offset) {
    return truth(access(AccessMode.GET_VOLATILE, owner, offset, null, null));
  }

  /** Loads. */
  public boolean getBooleanAcquire(@Nullable Object owner, long offset) {
    return truth(access(AccessMode.GET_ACQUIRE, owner, offset, null, null));
  }

  /** Loads. */
  public boolean getBooleanOpaque(@Nullable Object owner, long offset) {
    return truth(access(AccessMode.GET_OPAQUE, owner, offset, null, null));
  }

  /** Stores. */
  public void putBoolean(@Nullable Object owner, long offset, boolean value) {
    access(AccessMode.SET, owner, offset, value, null);
  }

  /** Stores. */
  public void putBooleanVolatile(@Nullable Object owner, long offset, boolean value) {
    access(AccessMode.SET_VOLATILE, owner, offset, value, null);
  }

  /** Stores. */
  public void putBooleanRelease(@Nullable Object owner, long offset, boolean value) {
    access(AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Stores. */
  public void putBooleanOpaque(@Nullable Object owner, long offset, boolean value) {
    access(AccessMode.SET_OPAQUE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSetBoolean(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access(AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetBoolean(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetBooleanPlain(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_PLAIN, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetBooleanAcquire(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_ACQUIRE, owner, offset, expected, value));
  }

  /** Compares and sets. */
  public boolean weakCompareAndSetBooleanRelease(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access(AccessMode.WEAK_COMPARE_AND_SET_RELEASE, owner, offset, expected, value));
  }

  /** Compares and exchanges. */
  public boolean compareAndExchangeBoolean(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access(AccessMode.COMPARE_AND_EXCHANGE, owner, offset, expected, value));
  }

  /** Swaps. */
  public boolean getAndSetBoolean(@Nullable Object owner, long offset, boolean value) {
    return truth(access(AccessMode.GET_AND_SET, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public boolean compareAndExchangeBooleanAcquire(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access(AccessMode.COMPARE_AND_EXCHANGE_ACQUIRE, owner, offset, expected, value));
  }

  /** Swaps. */
  public boolean getAndSetBooleanAcquire(@Nullable Object owner, long offset, boolean value) {
    return truth(access(AccessMode.GET_AND_SET_ACQUIRE, owner, offset, value, null));
  }

  /** Compares and exchanges. */
  public boolean compareAndExchangeBooleanRelease(
      @Nullable Object owner, long offset, boolean expected, boolean value) {
    return truth(access(AccessMode.COMPARE_AND_EXCHANGE_RELEASE, owner, offset, expected, value));
  }

  /** Swaps. */
  public boolean getAndSetBooleanRelease(@Nullable Object owner, long offset, boolean value) {
    return truth(access(AccessMode.GET_AND_SET_RELEASE, owner, offset, value, null));
  }

  /** Stores. */
  public void putFloat(@Nullable Object owner, long offset, float value) {
    access(AccessMode.SET, owner, offset, value, null);
  }
}
