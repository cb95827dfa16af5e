package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.Vma;
import org.jspecify.annotations.Nullable;

/**
 * The events of spaces in a flight recording. The module jdk.jfr is optional: without it nothing is
 * recorded and everything else works. So only {@link FlightEvents} names that module, and is not
 * loaded without it.
 */
final class SpaceEvents {
  private static final boolean PRESENT = isPresent();

  /**
   * Whether the event classes are initialised. Volatile, as is broken, so that readers see the
   * stores of load().
   */
  private static volatile boolean loaded;

  /** Whether the initialization failed, as at the end of a stack, which is final. */
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
   * Whether there may be a recording. The recorder takes some 100 ms to initialise the event
   * classes, so they are left alone until a program uses the recorder.
   */
  private static boolean records() {
    return PRESENT && FlightEvents.isInUse() && (loaded || load());
  }

  private static boolean load() {
    if (!broken) {
      try {
        FlightEvents.load();
        loaded = true;
      } catch (Throwable e) { // an event must not make a section fail
        broken = true;
      }
    }
    return loaded;
  }

  /** A section ended, which began at a time of {@link System#nanoTime}. */
  static void section(Mm mm, long began, long waitedNanos, int came, int went, boolean committed) {
    if (records()) {
      long openNanos = System.nanoTime() - began;
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

  /** The release of the attachment of an area has run, which was retired at {@code since}. */
  static void released(Mm mm, Vma vma, long since) {
    if (records()) {
      FlightEvents.released(id(mm), vma.start(), vma.end(), System.nanoTime() - since);
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
