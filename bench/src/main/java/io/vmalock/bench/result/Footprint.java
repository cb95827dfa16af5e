package io.vmalock.bench.result;

/**
 * Bytes for each area.
 *
 * @param one the area of an mm that has but one: the VMA and its lock
 * @param many the same, of 100,000
 * @param space the same in an address space of 100,000, its share of the index included
 */
public record Footprint(double one, double many, double space) {}
