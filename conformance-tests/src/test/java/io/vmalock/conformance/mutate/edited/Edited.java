package io.vmalock.conformance.mutate.edited;

import java.util.List;

/** Code to edit, each method for one kind of edit; what it says shows whether it was edited. */
public final class Edited {
  private final StringBuilder told = new StringBuilder();
  private volatile int word = 7;
  private int first;
  private int second;
  private final int[] elements = new int[2];

  private void tell(String what) {
    told.append(what);
  }

  /** Says more or less of a comparison. */
  public String compare(int one, int other) {
    return one < other ? "less" : "not less";
  }

  /** Says a number. */
  public int number() {
    return 20;
  }

  /** Says a number of 64 bits. */
  public long wide() {
    return 1L << 40;
  }

  /** Says yes. */
  public boolean yes() {
    return true;
  }

  /** Calls twice, and does not use what it is told. */
  public String calls() {
    tell("one ");
    told.append("two ");
    tell("three");
    return told.toString();
  }

  /** Stores to fields and an element. */
  public String stores() {
    first = 1;
    second = first + 1;
    elements[1] = 5;
    return first + " " + second + " " + elements[1];
  }

  /** Passes arguments of one type, with another between. */
  public String passes() {
    return joined(1, "-", 2L, 3) + joined(4, "-", 5L, 6);
  }

  private static String joined(int one, String between, long wide, int other) {
    return one + between + wide + between + other + " ";
  }

  /** Tells in a finally block, and catches what comes out of it. */
  public String fails() {
    try {
      failsInside();
    } catch (IllegalStateException e) {
      tell("caught");
    }
    return told.toString();
  }

  private void failsInside() {
    try {
      throw new IllegalStateException("on purpose");
    } finally {
      tell("finally ");
    }
  }

  /** Tells in a finally block on each of three ways out. */
  public String leaves(int way) {
    try {
      if (way == 1) {
        return told.append("early ").toString();
      }
      told.append(2 / way);
    } catch (ArithmeticException e) {
      return "failed";
    } finally {
      tell("out");
    }
    return told.toString();
  }

  /** Says what {@link #leaves} told in all. */
  public String leavesAll() {
    leaves(1);
    leaves(2);
    leaves(0);
    return told.toString();
  }

  /** Counts up. */
  public int up(int limit) {
    int rounds = 0;
    for (int i = 0; i < limit; i++) {
      rounds = rounds + i + 1;
    }
    return rounds;
  }

  /** Counts down to 0. */
  public int down(int from) {
    int rounds = 0;
    for (int i = from; i > 0; i--) {
      rounds = rounds + i;
    }
    return rounds;
  }

  /** Goes on while there is more. */
  public String each(List<String> words) {
    StringBuilder all = new StringBuilder();
    for (String word : words) {
      all.append(word);
    }
    return all.toString();
  }

  /** Loads a volatile field. */
  public int word() {
    return word;
  }
}
