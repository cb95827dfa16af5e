package io.vmalock.modelcheck.check;

/** What the author thinks of an outcome. */
public enum Expect {
  /** It may happen. */
  ACCEPTABLE,
  /** It may happen, and readers may not expect it: it is pointed out when it does. */
  INTERESTING,
  /** It must not happen: an execution that shows it is a counterexample. */
  FORBIDDEN
}
