package io.vmalock.modelcheck.check;

/** The author's expectation of an outcome. */
public enum Expect {
  /** It may happen. */
  ACCEPTABLE,
  /** It may happen, but may surprise readers: the report points it out. */
  INTERESTING,
  /** It must not happen: an execution that shows it is a counterexample. */
  FORBIDDEN
}
