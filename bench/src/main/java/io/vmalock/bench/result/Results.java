package io.vmalock.bench.result;

import java.util.List;
import java.util.Map;

/**
 * One run of the matrix.
 *
 * @param environment where
 * @param measurements what was measured, a cell each
 * @param footprints memory, by strategy
 * @param leftOut columns that could not be measured, and why
 */
public record Results(
    Environment environment,
    List<Measurement> measurements,
    Map<String, Footprint> footprints,
    List<String> leftOut) {}
