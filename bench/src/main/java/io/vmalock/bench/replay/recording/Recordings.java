package io.vmalock.bench.replay.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where recordings come from: some are built in, others are files. */
public final class Recordings {
  /** The name of the recording that is replayed unless told otherwise: one run of {@code javac}. */
  public static final String DEFAULT = "javac";

  /** The names of those that are built in. */
  public static final List<String> NAMES = List.of(DEFAULT);

  private Recordings() {}

  /**
   * Reads a recording that is built in.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Recording named(String name) throws IOException {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no recording \"" + name + "\" is built in; there is " + String.join(", ", NAMES));
    }
    return Recording.read(
        name,
        Source.ofResource(name + ".strace.gz"),
        Source.ofResource(name + ".faults.gz"),
        false);
  }

  /**
   * Reads a recording from what {@code strace -f -ttt} and {@code perf script} wrote, gzipped or
   * not.
   *
   * @param lenient whether lines that cannot be understood or replayed are counted and left out
   * @throws RecordingException that names the file and the line that is wrong
   */
  public static Recording files(Path strace, Path faults, boolean lenient) throws IOException {
    String name = strace.getFileName() == null ? "" : strace.getFileName().toString();
    return Recording.read(
        name.replaceFirst("(\\.strace)?(\\.gz)?$", ""),
        Source.of(strace),
        Source.of(faults),
        lenient);
  }
}
