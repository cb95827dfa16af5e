package io.vmalock.bench.replay.reconstruction;

import java.util.TreeMap;

/**
 * Finds the descriptors of a process that belong to one opened file, from the calls that close and
 * copy descriptors. Only areas under one opened file are joined. A descriptor without such a call
 * stands for itself.
 */
final class Descriptors {
  /** The most descriptors recorded. An unrecorded one may cause an area more or less. */
  private static final int MOST = 4096;

  /** The most unknown descriptors that are recorded as closed by one call. */
  private static final int MOST_CLOSED = 255;

  private final TreeMap<Integer, String> opened;

  /**
   * The number of files of all processes, since threads with different tables may share a space.
   */
  private final int[] last;

  Descriptors() {
    this(new TreeMap<>(), new int[1]);
  }

  private Descriptors(TreeMap<Integer, String> opened, int[] last) {
    this.opened = opened;
    this.last = last;
  }

  /** Returns a separate table that begins like this one. */
  Descriptors copy() {
    return new Descriptors(new TreeMap<>(opened), last);
  }

  /**
   * Returns the object that stands for the file open under a descriptor, such as {@code 3} or
   * {@code 3</a>}.
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

  /**
   * Records that descriptors were closed: a file opened under one of them from now on is another
   * file.
   */
  void close(int first, int last) {
    if (first > last) {
      return;
    }
    opened.subMap(first, true, last, true).replaceAll((descriptor, file) -> another());
    // Unrecorded ones were closed too: all up to the highest that may have been mapped.
    int end = (int) Math.min(last, first + (long) MOST_CLOSED);
    for (int descriptor = first; descriptor <= end; descriptor++) {
      if (opened.size() < MOST && !opened.containsKey(descriptor)) {
        opened.put(descriptor, another());
      }
    }
  }

  /** Records that a file got one more descriptor. */
  void copy(int from, int to) {
    if (opened.size() < MOST || opened.containsKey(to)) {
      opened.put(to, opened.getOrDefault(from, String.valueOf(from)));
    }
  }

  private String another() {
    return "file " + ++last[0] + " ";
  }
}
