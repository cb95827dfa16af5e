package io.vmalock.bench.scale.machine;

/**
 * What a simulation counted between its warm-up and its end.
 *
 * @param reads operations of cores that are no writers
 * @param sections operations of writers
 * @param nanos how long that took, in simulated time
 * @param inSections how long the writers' operations took, added up
 * @param readers how many cores are no writers
 * @param writers how many are
 * @param transfers lines that were moved or copied
 * @param pause what a writer does between two sections, in nanoseconds
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
