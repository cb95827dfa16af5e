package io.vmalock.bench.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Files that are read, and replaced meanwhile, in one of the ways to do so. */
interface DemoStore {
  int FILES = 16;
  int BYTES = 1 << 20;

  /** The bytes of one read. */
  int RECORD = 64;

  /**
   * Reads {@link #RECORD} bytes of a file, which all give the file's number; returns that number.
   */
  interface Reader {
    /**
     * Reads.
     *
     * @throws WrongBytes if the bytes do not all give one number
     */
    long read(int file, int offset);
  }

  /** A reader for one thread. */
  Reader reader();

  /** Replaces a file; returns the writer's wait, in nanoseconds. */
  long replace(int file, Path path, long number) throws IOException, InterruptedException;

  /** The times until each old file was unmapped, in nanoseconds; negative if unknown. */
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
