package io.vmalock.bench.result;

import java.util.List;
import java.util.Map;

/**
 * One run of the matrix.
 *
 * @param environment the machine and settings
 * @param measurements the measurements, a cell each
 * @param footprints memory, by strategy
 * @param leftOut columns that could not be measured, with the reasons
 */
public record Results(
    Environment environment,
    List<Measurement> measurements,
    Map<String, Footprint> footprints,
    List<String> leftOut) {}
