package io.vmalock.bench.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Files that are read, and replaced meanwhile, in one of the ways to do that. */
interface DemoStore {
  int FILES = 16;
  int BYTES = 1 << 20;

  /** Reads 64 bytes of a file, which all say the file's number; that number. */
  interface Reader {
    /**
     * Reads.
     *
     * @throws WrongBytes if they do not all say one number
     */
    long read(int file, int offset);
  }

  /** A reader for one thread. */
  Reader reader();

  /** Puts another file in the place of one; how long the writer waited, in nanoseconds. */
  long replace(int file, Path path, long number) throws IOException, InterruptedException;

  /** How long it was until each old file was unmapped, in nanoseconds; negative where unknown. */
  default long untilUnmapped() {
    return -1;
  }

  /** Reads that the store refused because the file was just taken away. */
  default long refused() {
    return 0;
  }

  /** How files are unmapped. */
  String way();

  /** Bytes that no file has. */
  final class WrongBytes extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongBytes(long a, long b) {
      super("read " + a + " and " + b + " in one place");
    }
  }

  /** All of these must say one number. */
  static long same(long first, long other) {
    if (first != other) {
      throw new WrongBytes(first, other);
    }
    return first;
  }
}
