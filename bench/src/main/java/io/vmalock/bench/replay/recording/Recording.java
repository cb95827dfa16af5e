package io.vmalock.bench.replay.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded of a program: the files that it is read from, as often as need be. Immutable.
 *
 * @param name for messages and tables
 * @param traces what strace wrote: one file, or with {@code -ff} one for each thread
 * @param tids by file: the thread that it is of, or 0
 * @param faults what perf wrote, or null
 * @param lenient whether lines that cannot be understood or replayed are counted and left out,
 *     instead of being an error
 */
public record Recording(
    String name,
    List<Source> traces,
    List<Integer> tids,
    @Nullable Source faults,
    boolean lenient) {
  /** A recording whose calls are in one file. */
  public static Recording of(String name, Source trace, @Nullable Source faults, boolean lenient) {
    return new Recording(name, List.of(trace), List.of(StraceReader.SOLE), faults, lenient);
  }

  /**
   * Begins to read it.
   *
   * @throws RecordingException that names the file that cannot be read
   */
  public RecordingReader open() {
    return new RecordingReader(this);
  }
}
