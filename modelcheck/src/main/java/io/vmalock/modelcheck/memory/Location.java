package io.vmalock.modelcheck.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One variable: a field of one object, a static field, or an element of one array; with all of its
 * stores in modification order. A new store is always the newest.
 */
public class Location {
  private static final int UNNUMBERED = -1;

  private Store[] history;
  private int length = 1;
  private int number = UNNUMBERED;
  private @Nullable View volatileStores;
  private @Nullable RaceCheck races;

  /** Makes a location that held {@code value} before the threads began. */
  public Location(@Nullable Object value) {
    history = new Store[] {Store.initial(value)};
  }

  /** Returns the last store in modification order. */
  public Store newest() {
    return history[length - 1];
  }

  /** Returns the store at a place in modification order. */
  public Store store(int stamp) {
    return history[stamp];
  }

  /** Returns the number of its stores, including the initial one. */
  public int stores() {
    return length;
  }

  /** Returns the last accesses of each thread, for finding races. */
  RaceCheck races() {
    if (races == null) {
      races = new RaceCheck();
    }
    return races;
  }

  /**
   * Returns the join of the views that its volatile stores published, up to the store at {@code
   * stamp}.
   */
  @Nullable View volatileStores(int stamp) {
    boolean isLast = true;
    for (int later = stamp + 1; isLast && later < length; later++) {
      isLast = history[later].mode() != Mode.VOLATILE;
    }
    if (isLast || volatileStores == null) {
      return volatileStores;
    }
    View published = new View();
    for (int at = 1; at <= stamp; at++) {
      View message = history[at].message();
      if (history[at].mode() == Mode.VOLATILE && message != null) {
        published.join(message);
      }
    }
    return published;
  }

  void addVolatileStore(View message) {
    if (volatileStores == null) {
      volatileStores = message.copy();
    } else {
      volatileStores.join(message);
    }
  }

  /**
   * Returns its index in views. A location gets one with its first store; locations that are only
   * read have none.
   */
  int number() {
    return number;
  }

  boolean isNumbered() {
    return number != UNNUMBERED;
  }

  void number(int given) {
    number = given;
  }

  void append(Store store) {
    if (length == history.length) {
      history = Arrays.copyOf(history, length * 2 + 2);
    }
    history[length++] = store;
  }

  /** Replaces the initial value: while only one thread exists, no thread can tell. */
  void initialise(@Nullable Object value) {
    history[0] = Store.initial(value);
  }
}
