package io.vmalock.modelcheck.jdk;

import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.Nullable;

/** Accesses to locations of references, which {@code sun.misc} calls objects. */
abstract class UnsafeReferences extends UnsafeLongs {
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

  /** Swaps. */
  public @Nullable Object getAndSetObject(
      @Nullable Object owner, long offset, @Nullable Object value) {
    return access('L', AccessMode.GET_AND_SET, owner, offset, value, null);
  }
}
