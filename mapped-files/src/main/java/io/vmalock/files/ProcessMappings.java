package io.vmalock.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of mappings that this process may have. At the system's limit not only file mappings
 * fail: the JVM itself needs mappings, and dies if it gets none. So files leave it some.
 */
final class ProcessMappings {
  /** The property by which a program sets another limit for its files. */
  static final String PROPERTY = "vmalock.files.most-mappings";

  /** The share for the JVM: a sixteenth. A JVM with a thousand threads has about 4,000. */
  private static final int PART_FOR_JVM = 16;

  private static final Path SYSTEM_LIMIT = Path.of("/proc/sys/vm/max_map_count");

  private static final int SYSTEM = systemLimit();

  /** The mappings of all {@link MappedFiles}. */
  private static final AtomicInteger USED = new AtomicInteger();

  private ProcessMappings() {}

  private static int systemLimit() {
    // By a reader with a buffer: the kernel gives the number to one read, and nothing to a second.
    try (BufferedReader limit = Files.newBufferedReader(SYSTEM_LIMIT)) {
      return Integer.parseInt(String.valueOf(limit.readLine()).trim());
    } catch (IOException | NumberFormatException e) {
      return Integer.MAX_VALUE; // there is none, or it is out of reach
    }
  }

  private static int most() {
    return Integer.getInteger(
        PROPERTY, SYSTEM == Integer.MAX_VALUE ? SYSTEM : SYSTEM - SYSTEM / PART_FOR_JVM);
  }

  /**
   * Counts mappings that are about to be made.
   *
   * @throws IOException if these would be too many; none is counted then
   */
  static void add(int mappings) throws IOException {
    int most = most();
    if (USED.addAndGet(mappings) > most) {
      USED.addAndGet(-mappings);
      throw new IOException(
          "this process has "
              + USED.get()
              + " mappings of files, and may have "
              + most
              + (SYSTEM == Integer.MAX_VALUE ? "" : " where vm.max_map_count is " + SYSTEM)
              + ", as the JVM needs some itself: map fewer and longer files, drop some, or raise"
              + " vm.max_map_count or -D"
              + PROPERTY);
    }
  }

  /** Takes removed mappings off the count. */
  static void remove(int mappings) {
    USED.addAndGet(-mappings);
  }
}
