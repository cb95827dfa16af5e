package io.vmalock.bench.replay.recording;

import org.jspecify.annotations.Nullable;

/** The events of a recording, in order. */
interface Events extends AutoCloseable {
  /**
   * Returns the next one, or null after the last.
   *
   * @throws RecordingException that names the file and the faulty line
   */
  @Nullable Event next();

  /** Returns the form of the times, known after the first event. */
  Clock clock();

  /** Adds the remarks that are known only at the end. */
  void check();

  /** Closes the files, even before their end. */
  @Override
  void close();
}
