package io.vmalock.bench.scenario.files;

/**
 * The files of a row.
 *
 * @param files their number, a power of two
 * @param bytes the length of each, a power of two
 * @param block the bytes that carry one number: no read is of more than one block
 * @param poison whether a file with possible readers is poisoned before it is unmapped
 */
record Shape(int files, int bytes, int block, boolean poison) {
  /** The first position of a file. */
  long start(int number) {
    return (long) number * bytes;
  }
}
