package io.vmalock.bench.replay.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording of a program: its files, which can be read any number of times. Immutable.
 *
 * @param name its name in messages and tables
 * @param traces strace's output: one file, or with {@code -ff} one for each thread
 * @param tids by file, its thread, or 0
 * @param faults perf's output, or null
 * @param lenient whether lines that cannot be understood or replayed are counted and left out,
 *     instead of being an error
 */
public record Recording(
    String name,
    List<Source> traces,
    List<Integer> tids,
    @Nullable Source faults,
    boolean lenient) {
  /** Makes a recording whose calls are in one file. */
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
