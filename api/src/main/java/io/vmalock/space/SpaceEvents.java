package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.Vma;
import org.jspecify.annotations.Nullable;

/**
 * What a flight recording shows of spaces. The module jdk.jfr is optional: without it nothing is
 * recorded and all else works, so only {@link FlightEvents} names it, and is not loaded then.
 */
final class SpaceEvents {
  private static final boolean PRESENT = isPresent();

  /** Whether the event classes are initialised. Volatile, as is broken: what load() did is seen. */
  private static volatile boolean loaded;

  /** Whether they could not be, as at the end of a stack, and so never will. */
  private static volatile boolean broken;

  private SpaceEvents() {}

  private static boolean isPresent() {
    try {
      Class.forName("jdk.jfr.FlightRecorder", false, SpaceEvents.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * Whether there may be a recording. The event classes take the recorder some 100 ms to
   * initialise: it is not asked to before somebody uses it.
   */
  private static boolean records() {
    return PRESENT && FlightEvents.isInUse() && (loaded || load());
  }

  private static boolean load() {
    if (!broken) {
      try {
        FlightEvents.load();
        loaded = true;
      } catch (Throwable e) { // not an event's business to make a section fail
        broken = true;
      }
    }
    return loaded;
  }

  /** A section ended. */
  static void section(
      Mm mm, long openNanos, long waitedNanos, int came, int went, boolean committed) {
    if (records()) {
      FlightEvents.section(id(mm), openNanos, waitedNanos, came, went, committed);
    }
  }

  /** A writer waited for readers. */
  static void waited(Mm mm, int areas, long nanos) {
    if (records()) {
      FlightEvents.waited(id(mm), areas, nanos);
    }
  }

  /** A reader fell back to the mmap lock. */
  static void fellBack(Mm mm, long address) {
    if (records()) {
      FlightEvents.fellBack(id(mm), address);
    }
  }

  /** The release of a retired area's attachment has run. */
  static void released(Mm mm, Vma vma, long sinceRetiredNanos) {
    if (records()) {
      FlightEvents.released(id(mm), vma.start(), vma.end(), sinceRetiredNanos);
    }
  }

  /**
   * A hold, or a read section if {@code vma} is null, was dropped, or its thread died inside it.
   */
  static void leaked(Mm mm, @Nullable Vma vma, String holder) {
    if (records()) {
      FlightEvents.leaked(
          id(mm), vma == null ? 0 : vma.start(), vma == null ? 0 : vma.end(), holder);
    }
  }

  private static int id(Mm mm) {
    return System.identityHashCode(mm);
  }
}
