package io.vmalock.bench.result;

/**
 * Bytes for each area.
 *
 * @param one the area of an mm that has one area: the VMA and its lock
 * @param many an area of an mm of 100,000
 * @param space an area of an address space of 100,000, its share of the index included
 */
public record Footprint(double one, double many, double space) {}
