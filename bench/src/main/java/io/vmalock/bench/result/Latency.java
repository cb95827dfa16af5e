package io.vmalock.bench.result;

/**
 * Percentiles of one fork's latencies, in nanoseconds.
 *
 * @param count their number
 * @param p50 the median
 * @param p99 which 1 % exceed
 * @param p999 which 0.1 % exceed
 * @param worst the longest
 */
public record Latency(long count, double p50, double p99, double p999, double worst) {}
