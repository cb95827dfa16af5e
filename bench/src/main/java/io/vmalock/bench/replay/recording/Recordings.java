package io.vmalock.bench.replay.recording;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sources of recordings: some are built in, others are files. */
public final class Recordings {
  /** The name of the recording that is replayed unless told otherwise: one run of {@code javac}. */
  public static final String DEFAULT = "javac";

  /** Returns the names of the built-in recordings. */
  public static final List<String> NAMES = List.of(DEFAULT);

  private static final Pattern OF_THREAD = Pattern.compile("(.+)\\.(\\d{1,9})(\\.gz)?");

  private Recordings() {}

  /**
   * Returns a built-in recording.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Recording named(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no recording \"" + name + "\" is built in; there is " + String.join(", ", NAMES));
    }
    return Recording.of(
        name,
        Source.ofResource(name + ".strace.gz"),
        Source.ofResource(name + ".faults.gz"),
        false);
  }

  /**
   * Returns a recording of files from {@code strace} and {@code perf script}, gzipped or not.
   *
   * @param strace a file; or the name that {@code strace -ff -o} was given, where it wrote a file
   *     for each thread; or a directory with such files
   * @param faults a file, or null if no faults were recorded
   * @param lenient whether lines that cannot be understood or replayed are counted and left out
   * @throws RecordingException that names the file that cannot be read
   */
  public static Recording files(Path strace, @Nullable Path faults, boolean lenient) {
    String name = strace.getFileName() == null ? "" : strace.getFileName().toString();
    name = name.replaceFirst("(\\.strace)?(\\.gz)?$", "");
    if (Files.exists(strace) && !Files.isDirectory(strace)) {
      return Recording.of(
          name, Source.of(strace), faults == null ? null : Source.of(faults), lenient);
    }
    TreeMap<Integer, Path> files = ofThreads(strace);
    if (files.isEmpty()) {
      Source.of(strace); // the message says what is wrong with it
    }
    return new Recording(
        name,
        files.values().stream().map(Source::of).toList(),
        List.copyOf(files.keySet()),
        faults == null ? null : Source.of(faults),
        lenient);
  }

  /** Returns the files of strace -ff, by thread. */
  private static TreeMap<Integer, Path> ofThreads(Path strace) {
    TreeMap<Integer, Path> files = new TreeMap<>();
    boolean directory = Files.isDirectory(strace);
    Path parent = directory ? strace : strace.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return files;
    }
    String prefix = directory ? "" : strace.getFileName().toString();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent)) {
      for (Path file : all) {
        Matcher matcher = OF_THREAD.matcher(file.getFileName().toString());
        if (matcher.matches() && (directory || matcher.group(1).equals(prefix))) {
          Path other = files.put(Integer.valueOf(matcher.group(2)), file);
          if (other != null) {
            throw new RecordingException(
                strace + ": both " + other + " and " + file + " are of one thread");
          }
        }
      }
    } catch (IOException e) {
      throw new RecordingException(strace + ": cannot be read: " + e.getMessage());
    }
    return files;
  }
}
