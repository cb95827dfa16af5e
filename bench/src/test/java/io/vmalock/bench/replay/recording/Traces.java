package io.vmalock.bench.replay.recording;

import java.util.ArrayList;
import java.util.List;

/** Small recordings, written out in the tests. */
public final class Traces {
  private Traces() {}

  /** A recording of these texts; no faults if theirs is empty. */
  public static Recording of(String strace, String faults) {
    return of(strace, faults, false);
  }

  /** A recording of these texts, perhaps lenient. */
  public static Recording of(String strace, String faults, boolean lenient) {
    return Recording.of("test", Source.of("calls", strace), Source.of("faults", faults), lenient);
  }

  /** All events, read to the end. */
  static List<Event> events(RecordingReader reader) {
    List<Event> events = new ArrayList<>();
    for (Event event = reader.next(); event != null; event = reader.next()) {
      events.add(event);
    }
    return events;
  }
}
