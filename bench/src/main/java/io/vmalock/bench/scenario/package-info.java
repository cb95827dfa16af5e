/**
 * The benchmark matrix: the timed operations as JMH benchmarks, and the controls beside the
 * strategies.
 */
@NullMarked
package io.vmalock.bench.scenario;

import org.jspecify.annotations.NullMarked;
