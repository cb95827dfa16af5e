package io.vmalock.space;

/** The outcome of an attempt to read an address without waiting. */
public enum Outcome {
  /** An area is held that contains the address. */
  HELD,
  /** No area contains the address. */
  UNMAPPED,
  /** A writer is at work, or the area's readers are at their limit: try again, or wait. */
  CONTENDED
}
