package io.vmalock.modelcheck.memory;

import java.util.Arrays;

/**
 * The knowledge of an execution at some point: for each location the newest known store, and for
 * each thread the newest events that happen before.
 *
 * <p>The first part bounds the results of loads. The second is a pair of vector clocks, one over
 * the threads' stores and one over their loads: a store-store fence publishes the one and not the
 * other, and the race check needs both.
 *
 * <p>Volatile accesses and full fences have one order for all threads. A view has the place in it
 * of the last one that happens before; what follows has a later place.
 */
public final class View {
  private static final int[] NOTHING = new int[0];

  private int[] stamps;
  private int[] stores;
  private int[] loads;
  private int ordered;

  View() {
    stamps = NOTHING;
    stores = NOTHING;
    loads = NOTHING;
  }

  private View(View original) {
    stamps = original.stamps.clone();
    stores = original.stores.clone();
    loads = original.loads.clone();
    ordered = original.ordered;
  }

  View copy() {
    return new View(this);
  }

  /** Adds everything that {@code other} knows. */
  void join(View other) {
    joinStamps(other);
    stores = max(stores, other.stores);
    loads = max(loads, other.loads);
    order(other.ordered);
  }

  /** Adds the stores that {@code other} knows, without its happens-before order. */
  void joinStamps(View other) {
    stamps = max(stamps, other.stamps);
  }

  /** Adds the stores that {@code other} knows, ordered, and none of its loads. */
  void joinStores(View other) {
    joinStamps(other);
    stores = max(stores, other.stores);
  }

  /** The place, in the order of volatile accesses and full fences, of the last that it knows. */
  int ordered() {
    return ordered;
  }

  void order(int place) {
    ordered = Math.max(ordered, place);
  }

  int stamp(int location) {
    return at(stamps, location);
  }

  void raiseStamp(int location, int stamp) {
    stamps = raise(stamps, location, stamp);
  }

  int storesOf(int thread) {
    return at(stores, thread);
  }

  int loadsOf(int thread) {
    return at(loads, thread);
  }

  void raiseStores(int thread, int event) {
    stores = raise(stores, thread, event);
  }

  void raiseLoads(int thread, int event) {
    loads = raise(loads, thread, event);
  }

  private static int at(int[] numbers, int index) {
    return index < numbers.length ? numbers[index] : 0;
  }

  private static int[] raise(int[] numbers, int index, int value) {
    int[] result = numbers;
    if (index >= numbers.length) {
      result = Arrays.copyOf(numbers, Math.max(index + 1, numbers.length + 8));
    }
    if (result[index] < value) {
      result[index] = value;
    }
    return result;
  }

  private static int[] max(int[] mine, int[] others) {
    if (others.length > mine.length) {
      int[] result = others.clone();
      for (int i = 0; i < mine.length; i++) {
        result[i] = Math.max(mine[i], result[i]);
      }
      return result;
    }
    for (int i = 0; i < others.length; i++) {
      mine[i] = Math.max(mine[i], others[i]);
    }
    return mine;
  }
}
