package io.vmalock.modelcheck.memory;

import org.jspecify.annotations.Nullable;

/** One store in the history of a location. */
public final class Store {
  /** The thread index of stores from before the threads began. */
  public static final int BEFORE = -1;

  private final @Nullable Object value;
  private final int stamp;
  private final int serial;
  private final Mode mode;
  private final int thread;
  private final @Nullable Object site;
  private final @Nullable View message;

  Store(
      @Nullable Object value,
      int stamp,
      int serial,
      Mode mode,
      int thread,
      @Nullable Object site,
      @Nullable View message) {
    this.value = value;
    this.stamp = stamp;
    this.serial = serial;
    this.mode = mode;
    this.thread = thread;
    this.site = site;
    this.message = message;
  }

  /** Makes the store from before the threads began, which every thread knows. */
  static Store initial(@Nullable Object value) {
    return new Store(value, 0, 0, Mode.PLAIN, BEFORE, null, null);
  }

  /** The value stored, primitives boxed. */
  public @Nullable Object value() {
    return value;
  }

  /** Its place in the modification order of its location, from 0. */
  public int stamp() {
    return stamp;
  }

  /** Its place among all stores of the execution. */
  int serial() {
    return serial;
  }

  /** The mode of the access. */
  public Mode mode() {
    return mode;
  }

  /** The index of the thread that stored, or {@link #BEFORE}. */
  public int thread() {
    return thread;
  }

  /** Returns its place in the program, or null. */
  public @Nullable Object site() {
    return site;
  }

  /**
   * Returns the view that a load learns when it acquires this store; null for the initial store.
   */
  @Nullable View message() {
    return message;
  }
}
