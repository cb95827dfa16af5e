package io.vmalock.bench.replay.recording;

import org.jspecify.annotations.Nullable;

/** The events of a recording, one after the other. */
interface Events extends AutoCloseable {
  /**
   * The next one, or null after the last.
   *
   * @throws RecordingException that names the file and the line that is wrong
   */
  @Nullable Event next();

  /** How the time is told, known after the first event. */
  Clock clock();

  /** Counts what is known only at the end. */
  void check();

  /** Lets go of the files, if not all of them has been read. */
  @Override
  void close();
}
