package io.vmalock.conformance.mutate;

/** The kind of edit that makes a mutant. */
public enum Operator {
  /** A conditional jump goes the other way. */
  CONDITION_NEGATED("condition negated"),
  /** {@code <} becomes {@code <=}, and so on. */
  BOUNDARY_MOVED("boundary moved"),
  /** A whole number is one more or one less; a boolean is the other one. */
  CONSTANT_BY_ONE("constant by one"),
  /** A call with an unused value is left out: methods, VarHandle stores, fences. */
  CALL_LEFT_OUT("call left out"),
  /** A store to a field or an element is left out. */
  STORE_LEFT_OUT("store left out"),
  /** Two arguments of one type change places. */
  ARGUMENTS_EXCHANGED("arguments exchanged"),
  /** A method returns before a statement. */
  EARLY_RETURN("early return"),
  /** An exception passes a finally or catch block by. */
  HANDLER_LEFT_OUT("handler left out"),
  /** Two statements next to each other, stores or calls, change places. */
  STORES_EXCHANGED("stores exchanged"),
  /** A loop leaves its last round out. */
  LOOP_STOPS_EARLY("loop stops one early"),
  /** A loop ends after one round. */
  LOOP_ONCE("loop ends after one round"),
  /** An access to memory is one mode weaker. */
  ORDER_WEAKENED("order weakened");

  private final String words;

  Operator(String words) {
    this.words = words;
  }

  /** Its effect, for tables. */
  @Override
  public String toString() {
    return words;
  }
}
