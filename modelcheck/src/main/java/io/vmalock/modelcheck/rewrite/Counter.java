package io.vmalock.modelcheck.rewrite;

import java.util.ArrayList;
import java.util.List;

/** Counts the accesses and calls that were rewritten in a class. */
final class Counter {
  private int accesses;
  private int constants;
  private int calls;
  private final List<String> unmodelled = new ArrayList<>();

  void access() {
    accesses++;
  }

  void constant() {
    constants++;
  }

  void call() {
    calls++;
  }

  void unmodelled(String what) {
    unmodelled.add(what);
  }

  Coverage coverage() {
    return new Coverage(accesses, constants, calls, List.copyOf(unmodelled));
  }
}
