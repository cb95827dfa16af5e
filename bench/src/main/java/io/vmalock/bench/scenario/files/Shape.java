package io.vmalock.bench.scenario.files;

/**
 * The files of a row.
 *
 * @param files how many, a power of two
 * @param bytes how long each is, a power of two
 * @param block how many bytes say one number: no read is of more than one block
 * @param poison whether what readers may still be inside of is poisoned before it is unmapped
 */
record Shape(int files, int bytes, int block, boolean poison) {
  /** Where a file begins. */
  long start(int number) {
    return (long) number * bytes;
  }
}
