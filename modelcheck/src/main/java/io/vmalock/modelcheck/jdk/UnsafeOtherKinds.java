package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.variable.Values;
import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.Nullable;

/** Accesses to locations of the other kinds, which have fewer modes. */
abstract class UnsafeOtherKinds extends UnsafeReferences {
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
}
