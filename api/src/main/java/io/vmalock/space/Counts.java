package io.vmalock.space;

/**
 * What has happened in a space whose counters are on; each number is exact while nothing else
 * moves.
 *
 * @param hits holds got by the per-VMA lock alone
 * @param misses look-ups that found nothing
 * @param contended answers CONTENDED of startRead
 * @param detached answers DETACHED of startRead
 * @param retries look-ups begun again after DETACHED, since the index had changed, and speculative
 *     reads that a section made void
 * @param fallbacks reads that took the mmap lock
 * @param waits how long write locks that found readers inside waited for them
 */
public record Counts(
    long hits,
    long misses,
    long contended,
    long detached,
    long retries,
    long fallbacks,
    Waits waits) {

  /** What happened in this space and in another, such as a fork. */
  public Counts plus(Counts other) {
    return new Counts(
        hits + other.hits,
        misses + other.misses,
        contended + other.contended,
        detached + other.detached,
        retries + other.retries,
        fallbacks + other.fallbacks,
        waits.plus(other.waits));
  }
}
