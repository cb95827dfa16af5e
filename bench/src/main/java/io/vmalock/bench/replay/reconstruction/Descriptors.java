package io.vmalock.bench.replay.reconstruction;

import java.util.TreeMap;

/**
 * Which descriptors of a process are of one opened file, as far as the calls that close and copy
 * them tell: only pages under one opened file are joined. A number that nothing was told of stands
 * for itself.
 */
final class Descriptors {
  /** Beyond so many no more is noted: what would be joined or not is an area more or less. */
  private static final int MOST = 4096;

  /** Descriptors closed by one call that are noted though nothing was told of them before. */
  private static final int MOST_CLOSED = 255;

  private final TreeMap<Integer, String> opened;

  /** Counts the files of all processes, since threads with different tables may share a space. */
  private final int[] last;

  Descriptors() {
    this(new TreeMap<>(), new int[1]);
  }

  private Descriptors(TreeMap<Integer, String> opened, int[] last) {
    this.opened = opened;
    this.last = last;
  }

  /** A table of its own that begins like this one. */
  Descriptors copy() {
    return new Descriptors(new TreeMap<>(opened), last);
  }

  /**
   * What stands for the file that is open under a descriptor, such as {@code 3} or {@code 3</a>}.
   */
  String file(String descriptor) {
    if (opened.isEmpty()) {
      return descriptor;
    }
    int digits = 0;
    while (digits < descriptor.length() && Character.isDigit(descriptor.charAt(digits))) {
      digits++;
    }
    if (digits == 0 || digits > 9) {
      return descriptor;
    }
    String file = opened.get(Integer.valueOf(descriptor.substring(0, digits)));
    return file == null ? descriptor : file + descriptor.substring(digits);
  }

  /** Descriptors were closed: what is opened under them from now on is another file. */
  void close(int first, int last) {
    if (first > last) {
      return;
    }
    opened.subMap(first, true, last, true).replaceAll((descriptor, file) -> another());
    // What is not noted was closed too: all up to the highest that may have been mapped.
    int end = (int) Math.min(last, first + (long) MOST_CLOSED);
    for (int descriptor = first; descriptor <= end; descriptor++) {
      if (opened.size() < MOST && !opened.containsKey(descriptor)) {
        opened.put(descriptor, another());
      }
    }
  }

  /** One more descriptor was made of a file. */
  void copy(int from, int to) {
    if (opened.size() < MOST || opened.containsKey(to)) {
      opened.put(to, opened.getOrDefault(from, String.valueOf(from)));
    }
  }

  private String another() {
    return "file " + ++last[0] + " ";
  }
}
