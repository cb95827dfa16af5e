package io.vmalock.bench.scale.machine;

/**
 * The counts of a simulation between its warm-up and its end.
 *
 * @param reads operations of cores that are not writers
 * @param sections operations of writers
 * @param nanos the simulated time
 * @param inSections the sum of the times of the writers' operations
 * @param readers the number of cores that are not writers
 * @param writers the number of cores that are
 * @param transfers lines that were moved or copied
 * @param pause the pause of a writer between two sections, in nanoseconds
 */
public record Tally(
    long reads,
    long sections,
    double nanos,
    double inSections,
    int readers,
    int writers,
    long transfers,
    double pause) {
  /** Nanoseconds of one reader for one operation. */
  public double nanosPerRead() {
    return reads == 0 ? Double.NaN : nanos * readers / reads;
  }

  /** Nanoseconds of one writer for one section, without its pause. */
  public double nanosPerSection() {
    return sections == 0 ? Double.NaN : inSections / sections - pause;
  }

  /** Operations in a microsecond, of all readers together. */
  public double readsPerMicro() {
    return reads / nanos * 1e3;
  }

  /** Operations in a microsecond, of all writers together. */
  public double sectionsPerMicro() {
    return sections / nanos * 1e3;
  }
}
