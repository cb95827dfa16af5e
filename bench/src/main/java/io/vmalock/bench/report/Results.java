package io.vmalock.bench.report;

import java.util.List;
import java.util.Map;

/**
 * One run of the matrix.
 *
 * @param environment where
 * @param rows what
 * @param footprints memory, by strategy
 */
public record Results(Environment environment, List<Row> rows, Map<String, Footprint> footprints) {}
