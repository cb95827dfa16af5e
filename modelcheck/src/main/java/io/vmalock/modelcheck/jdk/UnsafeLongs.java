package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.variable.Values;
import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.Nullable;

/** Accesses to locations of long. */
abstract class UnsafeLongs extends UnsafeInts {
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

  /** Stores. */
  public void putOrderedLong(@Nullable Object owner, long offset, long value) {
    access('J', AccessMode.SET_RELEASE, owner, offset, value, null);
  }

  /** Compares and sets. */
  public boolean compareAndSwapLong(
      @Nullable Object owner, long offset, long expected, long value) {
    return truth(access('J', AccessMode.COMPARE_AND_SET, owner, offset, expected, value));
  }
}
