package io.vmalock.space;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Unsigned;

/**
 * The events of a flight recording. Their names and fields are part of the API. Durations are
 * fields, because an event object from the start on would cost programs that do not record.
 */
final class FlightEvents {
  private FlightEvents() {}

  /** Whether the recorder has been started in this process; the call does not start it. */
  static boolean isInUse() {
    return FlightRecorder.isInitialized();
  }

  /** Initialises all events. */
  static void load() {
    new SectionEvent();
    new ReaderWaitEvent();
    new FallbackEvent();
    new ReleaseEvent();
    new LeakEvent();
  }

  static void section(
      int space, long openNanos, long waitedNanos, int came, int went, boolean committed) {
    SectionEvent event = new SectionEvent();
    if (event.isEnabled()) {
      event.space = space;
      event.open = openNanos;
      event.waited = waitedNanos;
      event.came = came;
      event.went = went;
      event.committed = committed;
      event.commit();
    }
  }

  static void waited(int space, int areas, long nanos) {
    ReaderWaitEvent event = new ReaderWaitEvent();
    if (event.isEnabled()) {
      event.space = space;
      event.areas = areas;
      event.waited = nanos;
      event.commit();
    }
  }

  static void fellBack(int space, long address) {
    FallbackEvent event = new FallbackEvent();
    if (event.isEnabled()) {
      event.space = space;
      event.address = address;
      event.commit();
    }
  }

  static void released(int space, long start, long end, long age) {
    ReleaseEvent event = new ReleaseEvent();
    if (event.isEnabled()) {
      event.space = space;
      event.start = start;
      event.end = end;
      event.age = age;
      event.commit();
    }
  }

  static void leaked(int space, long start, long end, String holder) {
    LeakEvent event = new LeakEvent();
    if (event.isEnabled()) {
      event.space = space;
      event.start = start;
      event.end = end;
      event.holder = holder;
      event.commit();
    }
  }

  /** The fields that all events have. */
  @Category("vmalock")
  private abstract static class SpaceEvent extends Event {
    @Label("Space")
    @Description("Which space: the events of one have the same number")
    int space;
  }

  @Name("io.vmalock.Section")
  @Label("Section")
  @Description("A write section ended")
  @StackTrace(false)
  private static final class SectionEvent extends SpaceEvent {
    @Label("Open")
    @Description("From its opening to its end")
    @Timespan(Timespan.NANOSECONDS)
    long open;

    @Label("Waited")
    @Description("Of that, how long it waited for readers")
    @Timespan(Timespan.NANOSECONDS)
    long waited;

    @Label("Areas Mapped")
    int came;

    @Label("Areas Retired")
    int went;

    @Label("Committed")
    @Description("Or else rolled back")
    boolean committed;
  }

  @Name("io.vmalock.ReaderWait")
  @Label("Wait for Readers")
  @Description("A write-hold waited for readers, with the mmap lock held")
  private static final class ReaderWaitEvent extends SpaceEvent {
    @Label("Areas")
    int areas;

    @Label("Waited")
    @Timespan(Timespan.NANOSECONDS)
    long waited;
  }

  @Name("io.vmalock.Fallback")
  @Label("Fallback")
  @Description("A reader fell back to the mmap lock")
  @StackTrace(false)
  private static final class FallbackEvent extends SpaceEvent {
    @Label("Address")
    @Unsigned
    long address;
  }

  @Name("io.vmalock.Release")
  @Label("Release")
  @Description("The attachment of a retired area was released")
  @StackTrace(false)
  private static final class ReleaseEvent extends SpaceEvent {
    @Label("Start")
    @Unsigned
    long start;

    @Label("End")
    @Unsigned
    long end;

    @Label("Age")
    @Description("How long ago the area was retired")
    @Timespan(Timespan.NANOSECONDS)
    long age;
  }

  @Name("io.vmalock.Leak")
  @Label("Leak")
  @Description("A hold was dropped without an end, or its thread died inside it")
  private static final class LeakEvent extends SpaceEvent {
    @Label("Start")
    @Unsigned
    long start;

    @Label("End")
    @Unsigned
    long end;

    @Label("Holder")
    String holder = "";
  }
}
