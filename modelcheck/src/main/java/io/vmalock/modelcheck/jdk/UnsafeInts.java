package io.vmalock.modelcheck.jdk;

import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.Nullable;

/** Accesses to locations of int: all that {@link ModelUnsafe} has in all modes. */
abstract class UnsafeInts extends UnsafeLocation {
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

  /** Stores. */
  public void putOrderedInt(@Nullable Object owner, long offset, int value) {
    access('I', AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSwapInt(@Nullable Object owner, long offset, int expected, int value) {
    return truth(access('I', AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }
}
