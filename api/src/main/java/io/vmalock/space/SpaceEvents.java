package io.vmalock.space;

/**
 * What a flight recording shows of spaces. The module jdk.jfr is optional: without it nothing is
 * recorded and all else works.
 */
final class SpaceEvents {
  private SpaceEvents() {}

  /** A section ended. */
  static void section(
      AddressSpace<?> space, long beganNanos, long waitedNanos, int came, int went, boolean done) {}

  /** A writer waited for readers. */
  static void waited(AddressSpace<?> space, int areas, long nanos) {}

  /** A reader fell back to the mmap lock. */
  static void fellBack(AddressSpace<?> space, long address) {}

  /** An attachment was released. */
  static void released(AddressSpace<?> space, long start, long end, long sinceRetiredNanos) {}

  /** A hold was dropped, or its thread died inside it. */
  static void leaked(AddressSpace<?> space, long start, long end, String holder) {}
}
