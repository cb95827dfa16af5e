package io.vmalock.space;

/**
 * What has happened in a space since its counters were switched on; each number is exact while
 * nothing else moves.
 *
 * @param hits holds got by the per-VMA lock alone
 * @param misses look-ups that found nothing
 * @param contended answers CONTENDED of startRead
 * @param detached answers DETACHED of startRead
 * @param retries look-ups begun again after DETACHED, since the index had changed
 * @param fallbacks reads that waited for the mmap lock
 * @param waits write locks that found readers inside and waited for them
 * @param medianWaitNanos the median of those waits, to 12 %; 0 if there were none
 * @param worstWaitNanos the longest of those waits
 */
public record Counts(
    long hits,
    long misses,
    long contended,
    long detached,
    long retries,
    long fallbacks,
    long waits,
    long medianWaitNanos,
    long worstWaitNanos) {}
